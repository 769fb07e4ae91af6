import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import type { Hash } from "viem";
import { claimJob, finaliseJob, inputCid, mintJob, postJob, submitJob } from "./jobs.ts";
import { measureDrops } from "./measure-drops.ts";
import { measureLargest } from "./measure-largest.ts";
import { measureMarket } from "./measure-market.ts";
import { measurePanels } from "./measure-panels.ts";
import { type Stage, setStage, upscaler } from "./stage.ts";

/** Well after the stage's setting-up, whose seconds depend on the machine. */
const beginning = Date.UTC(2030, 0, 2) / 1000;

type Gas = Record<string, number>;

/** Two jobs from post to token: one lot of four tiles, the price still on its ramp, a royalty. */
async function measureJobs(stage: Stage): Promise<Gas> {
  const gas: Gas = {};
  for (const which of ["first", "second"]) {
    const { receipts } = await mintJob(stage);
    const used = Object.entries(receipts).map(([call, { gasUsed }]) => [call, Number(gasUsed)] as const);
    const total = used.reduce((sum, [, part]) => sum + part, 0);
    if (which === "second") for (const [call, part] of used) gas[call] = part;
    gas[which === "second" ? "job with mint by window" : "job with mint by window, its parties' first"] =
      total;
  }
  return gas;
}

async function measureOthers(stage: Stage): Promise<Gas> {
  const { escrow, artist, operator, stranger, otherKey, treasury } = stage;
  const gas: Gas = {};
  const note = async (scenario: string, hash: Promise<Hash>) => {
    gas[scenario] = Number((await stage.receipt(await hash)).gasUsed);
  };
  const close = (job: { terms: Parameters<typeof escrow.write.close>[0][0]; jobId: bigint }) =>
    escrow.write.close([job.terms, job.jobId], { account: artist.account });

  const paid = await postJob(stage);
  const { claim } = await claimJob(stage, paid);
  const { submission, submittedAt } = await submitJob(stage, paid, claim);
  await note("close", close(paid));
  const at = submittedAt + stage.windowSeconds;
  await note("finalise of a closed job", finaliseJob(stage, paid, claim, submission, { at }));

  const idle = await postJob(stage);
  await close(idle);
  await note(
    "expire, open",
    escrow.write.expire([idle.terms, [{ lotId: idle.lotId, claim: noClaim, submission: noSubmission }]]),
  );

  const late = await postJob(stage);
  const lateClaim = await claimJob(stage, late);
  await stage.nextAt(lateClaim.due);
  const lateLot = { lotId: late.lotId, claim: lateClaim.claim, submission: noSubmission };
  await note("expire, claimed", escrow.write.expire([late.terms, [lateLot]]));

  const stale = await postJob(stage);
  const staleClaim = await claimJob(stage, stale);
  const sent = await submitJob(stage, stale, staleClaim.claim);
  await stage.nextAt(sent.submittedAt + stage.windowSeconds + stage.graceSeconds);
  const staleLot = { lotId: stale.lotId, claim: staleClaim.claim, submission: sent.submission };
  await note("expire, submitted", escrow.write.expire([stale.terms, [staleLot]]));

  for (const { account } of [artist, operator, treasury])
    await note("withdraw", escrow.write.withdraw([account.address], { account }));
  const { account } = stranger;
  await note("stake, first", escrow.write.stake({ account, value: 10n }));
  await note("stake, more", escrow.write.stake({ account, value: 10n }));
  await note("requestUnstake", escrow.write.requestUnstake([5n], { account }));
  const { readyAt } = await escrow.read.unbonding([account.address]);
  await stage.nextAt(readyAt);
  await note("unstake", escrow.write.unstake([account.address], { account }));
  const { address } = otherKey.account;
  const consent = await stage.consent(otherKey, account.address);
  await note("registerKey", escrow.write.registerKey([address, stage.farFuture, consent], { account }));
  await note("stopKey", escrow.write.stopKey([address], { account }));
  await note("register a service", stage.registry.write.register([upscaler, inputCid], { account }));
  return gas;
}

/** Gas by scenario, as the receipts report it; the same on every machine. */
export async function measureGas(): Promise<Gas> {
  const stage = await setStage();
  await stage.nextAt(beginning);
  await stage.tester.mine({ blocks: 1 });
  return {
    ...(await measureJobs(stage)),
    ...(await measurePanels(stage)),
    ...(await measureLargest(stage)),
    ...(await measureOthers(stage)),
    ...(await measureMarket()),
    ...(await measureDrops(stage)),
  };
}
