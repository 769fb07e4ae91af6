import type { Hash } from "viem";
import { attestationOf, sendAttest } from "./attest.ts";
import { type Attester, hire } from "./crew.ts";
import { claimJob, type Job, postJob, submitJob } from "./jobs.ts";
import { finaliseLot, type SubmittedLot } from "./lots.ts";
import type { Stage } from "./stage.ts";

type Gas = Record<string, number>;
type Attested = { job: Job; lot: SubmittedLot; hashes: Hash[] };

/** Brings a job of one lot of four tiles so far that two may attest it. */
async function submitted(stage: Stage): Promise<Attested> {
  const deadline = (await stage.now()) + 10 * 86_400;
  const job = await postJob(stage, { order: { attesters: 2, sampleTiles: 2, deadline } });
  const claimed = await claimJob(stage, job);
  const sent = await submitJob(stage, job, claimed.claim);
  const { submission, submittedAt } = sent;
  const lot = { job, lotId: job.lotId, attempt: 0, claim: claimed.claim, submission, submittedAt };
  return { job, lot, hashes: [job.hash, claimed.hash, sent.hash] };
}

/** Jobs with two attesters: one whose lot is attested alone, and three whose lots are attested together. */
export async function measurePanels(stage: Stage): Promise<Gas> {
  const gas: Gas = {};
  const crew = (await hire(stage, 2)) as [Attester, Attester];
  const used = async (hash: Hash) => Number((await stage.receipt(hash)).gasUsed);
  const attests = async (attester: Attester, lots: readonly SubmittedLot[]) => {
    const batch = [];
    for (const lot of lots) batch.push(await attestationOf(stage, lot, attester.account.address));
    return used(await sendAttest(stage, attester, batch, (await stage.now()) + 5));
  };
  const mint = async (lot: SubmittedLot) => {
    const at = Math.max(lot.submittedAt + 30, (await stage.now()) + 1);
    return used(await finaliseLot(stage, lot, at));
  };

  for (const which of ["first", "second"]) {
    const { lot, hashes } = await submitted(stage);
    let total = 0;
    for (const hash of hashes) total += await used(hash);
    const [one, two] = [await attests(crew[0], [lot]), await attests(crew[1], [lot])];
    const finalised = await mint(lot);
    total += one + two + finalised;
    if (which === "first") continue;
    Object.assign(gas, { "attest, first seat": one, "attest, second seat": two });
    Object.assign(gas, { "finalise, two attesters": finalised, "job with mint, two attesters": total });
  }

  const three = [await submitted(stage), await submitted(stage), await submitted(stage)];
  const lots = three.map(({ lot }) => lot);
  const seats = ["first seats", "second seats"];
  for (const [index, seat] of seats.entries())
    gas[`attest in a batch of three, a lot, ${seat}`] = Math.ceil(
      (await attests(crew[index] as Attester, lots)) / 3,
    );
  return gas;
}
