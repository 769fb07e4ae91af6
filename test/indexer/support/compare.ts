import assert from "node:assert/strict";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { priceAt } from "@graphiti/protocol/offer.ts";
import { jobStates, lotStates } from "@graphiti/protocol/states.ts";
import { hashTerms, lotIdOf } from "@graphiti/protocol/terms.ts";
import {
  type Address,
  encodeAbiParameters,
  getAbiItem,
  type Hex,
  keccak256,
  sliceHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { getCredit } from "../../../app/_data/credits.ts";
import { getJob } from "../../../app/_data/jobs.ts";
import { getOperator, listOperators } from "../../../app/_data/operators.ts";
import { termsFromJson } from "../../../app/_data/terms-json.ts";
import { getToken } from "../../../app/_data/tokens.ts";
import type { JobView, LotView } from "../../../app/_data/views.ts";
import type { Play } from "./play.ts";

/** Holds everything that the index says against what the contracts say. */
export async function assertSameAsChain(play: Play, accounts: readonly Address[]): Promise<void> {
  const count = await play.read("jobCount", []);
  for (let jobId = 1n; jobId <= count; jobId++) await assertJob(play, jobId);
  assert.equal(await getJob(String(count + 1n)), undefined);
  for (const account of accounts) await assertAccount(play, account);
  const staked = (await listOperators()).reduce((sum, { stakeWei }) => sum + BigInt(stakeWei), 0n);
  assert.equal(staked, await play.read("totalStake", []));
}

async function assertJob(play: Play, jobId: bigint): Promise<void> {
  const job = await getJob(String(jobId));
  assert(job, `job ${jobId} is indexed`);
  const kept = await play.read("jobs", [jobId]);
  assert.equal(job.state, jobStates[kept.state]);
  assert.equal(sliceHex(hashTerms(termsFromJson(job.terms)), 0, 25), kept.termsHash);
  assert.equal(job.lots.filter(({ state }) => state === "final").length, kept.finalLots);
  assert.equal(job.lots.length, 1);
  for (const lot of job.lots) await assertLot(play, jobId, job, lot);
  for (const { hash, gasUsed } of job.transactions)
    assert.equal(BigInt(gasUsed), play.gasUsed.get(hash), `gas of ${hash}`);
  await assertToken(play, job);
}

/** From what the index knows of a lot, the very slot of the contract can be made again. */
async function assertLot(play: Play, jobId: bigint, job: JobView, lot: LotView): Promise<void> {
  const lotId = lotIdOf(jobId, lot.index);
  assert.equal(lot.lotId, String(lotId));
  const kept = await play.read("lots", [lotId]);
  assert.equal(lot.state, lotStates[kept.state]);
  assert.equal(lot.attempt, kept.attempt);
  // The lot that minted has the token's royalty there.
  if (job.state !== "minted") assert.equal(commitmentOf(lot), kept.commitment);
  if (lot.state === "open") assert.equal(lot.openedAt, kept.time || job.postedAt);
  if (lot.state === "claimed") assert.equal(lot.due, kept.time);
  if (lot.state === "submitted" || lot.state === "final") assert.equal(lot.submittedAt, kept.time);
  if (lot.state === "open" && job.state === "live") {
    const { timestamp } = await play.client.getBlock();
    const price = await play.read("priceAt", [termsFromJson(job.terms), lotId]);
    assert.equal(price, priceAt(termsFromJson(job.terms).order, Number(timestamp) - lot.openedAt));
  }
}

function commitmentOf(lot: LotView): Hex {
  if (!lot.operator) return sliceHex(zeroHash, 0, 24);
  const [, , claimInput, submissionInput] = getAbiItem({ abi: jobEscrowAbi, name: "finalise" }).inputs;
  const claim = {
    operator: lot.operator,
    price: BigInt(lot.priceWei ?? 0),
    openSeconds: lot.openSeconds ?? 0,
  };
  const { outputRoot, metadataDigest, seal } = lot;
  const encoded =
    outputRoot && metadataDigest && seal
      ? encodeAbiParameters([claimInput, submissionInput], [claim, { outputRoot, metadataDigest, seal }])
      : encodeAbiParameters([claimInput], [claim]);
  return sliceHex(keccak256(encoded), 0, 24);
}

async function assertToken(play: Play, job: JobView): Promise<void> {
  const token = await getToken(job.jobId);
  assert.equal(token !== undefined, job.state === "minted");
  if (!token) return;
  const args = [BigInt(job.jobId)] as const;
  const { art, client } = play;
  assert.equal(token.owner, await client.readContract({ ...art, functionName: "ownerOf", args }));
  assert.equal(token.tokenUri, await client.readContract({ ...art, functionName: "tokenURI", args }));
  assert.equal(
    token.metadataDigest,
    await client.readContract({ ...art, functionName: "metadataDigestOf", args }),
  );
  assert.deepEqual(token.job, job);
}

async function assertAccount(play: Play, account: Address): Promise<void> {
  const { stake, locked, credit } = await play.read("accounts", [account]);
  assert.equal((await getCredit(account)).amountWei, String(credit), `credit of ${account}`);
  const unbonding = await play.read("unbonding", [account]);
  const operator = await getOperator(account);
  assert.equal(operator?.stakeWei ?? "0", String(stake), `stake of ${account}`);
  assert.equal(operator?.lockedWei ?? "0", String(locked), `locked stake of ${account}`);
  assert.equal(operator?.unbondingWei ?? "0", String(unbonding.amount));
  assert.equal(operator?.unbondingReadyAt ?? 0, unbonding.readyAt);
  for (const key of operator?.keys ?? [])
    assert.equal(await play.read("operatorOf", [key.address]), key.isActive ? account : zeroAddress);
}
