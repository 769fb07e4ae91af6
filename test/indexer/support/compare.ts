import assert from "node:assert/strict";
import { priceAt, priceOfLot } from "@graphiti/protocol/offer.ts";
import { tagOf } from "@graphiti/protocol/seal.ts";
import { jobStates, lotStates } from "@graphiti/protocol/states.ts";
import {
  claimCommitment,
  hashTerms,
  lotCount,
  lotIdOf,
  shapeOf,
  submissionCommitment,
} from "@graphiti/protocol/terms.ts";
import { type Address, type Hex, sliceHex, zeroAddress, zeroHash } from "viem";
import { getCredit, listCreditEntries } from "../../../app/_data/credits.ts";
import { getJob } from "../../../app/_data/jobs.ts";
import { listLocks } from "../../../app/_data/operator-record.ts";
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
  assert.equal(
    (await getCredit(zeroAddress)).amountWei,
    String((await play.read("accounts", [zeroAddress])).credit),
  );
}

async function assertJob(play: Play, jobId: bigint): Promise<void> {
  const job = await getJob(String(jobId));
  assert(job, `job ${jobId} is indexed`);
  const kept = await play.read("jobs", [jobId]);
  assert.equal(job.state, jobStates[kept.state]);
  assert.equal(sliceHex(hashTerms(termsFromJson(job.terms)), 0, 25), kept.termsHash);
  assert.equal(job.lots.filter(({ state }) => state === "final").length, kept.finalLots);
  assert.equal(job.lots.length, lotCount(shapeOf(termsFromJson(job.terms))));
  assert.equal(job.assemblyOpenedAt ?? 0, kept.assemblyOpenedAt);
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
  if (job.state !== "minted" || lot.index < job.lots.length - 1)
    assert.equal(commitmentOf(lot), kept.commitment);
  const openedAt = lot.kind === "assembly" ? job.assemblyOpenedAt : job.postedAt;
  if (lot.state === "open") assert.equal(lot.openedAt, kept.time || openedAt);
  if (lot.state === "claimed") assert.equal(lot.due, kept.time);
  if (lot.state === "submitted" || lot.state === "final") assert.equal(lot.submittedAt, kept.time);
  await assertPanel(play, lotId, lot);
  if (lot.state === "open" && job.state === "live" && lot.openedAt !== undefined) {
    const { timestamp } = await play.client.getBlock();
    const terms = termsFromJson(job.terms);
    const jobPrice = priceAt(terms.order, Number(timestamp) - lot.openedAt);
    const price = await play.read("priceAt", [terms, lotId]);
    assert.equal(price, priceOfLot(jobPrice, shapeOf(terms), lot.index));
  }
}

/** The chain forgets a panel as soon as the lot is decided; the index keeps what it said. */
async function assertPanel(play: Play, lotId: bigint, lot: LotView): Promise<void> {
  const [seed, target, isCold, seated] = await play.read("panels", [lotId]);
  if (lot.state !== "submitted") {
    assert.deepEqual([seed, target, isCold, seated], [0, 0n, false, []]);
    return;
  }
  assert.equal(lot.seed ?? 0, seed);
  assert.equal(lot.target ?? "0", String(target));
  assert.equal(lot.isCold, isCold);
  assert.deepEqual(
    lot.seals.map(({ operator, age, seal }) => ({ operator, age, tag: tagOf(seal) })),
    seated,
  );
}

function commitmentOf(lot: LotView): Hex {
  if (lot.openSeconds === undefined) return sliceHex(zeroHash, 0, 24);
  const claim = {
    operator: lot.operator ?? zeroAddress,
    price: BigInt(lot.priceWei ?? 0),
    openSeconds: lot.openSeconds,
  };
  const { outputRoot, metadataDigest, seal, l2Block } = lot;
  if (!outputRoot || !metadataDigest || !seal || l2Block === undefined) return claimCommitment(claim);
  return submissionCommitment(claim, { outputRoot, metadataDigest, seal, l2Block: BigInt(l2Block) });
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
  assert.deepEqual(await play.read("standings", [account]), {
    raisedAt: operator?.raisedAt ?? 0,
    number: operator?.number ?? 0,
  });
  if (operator?.number) assert.equal(await play.read("operatorAt", [operator.number]), account);
  const locks = await listLocks(account);
  assert.equal(
    locks.reduce((sum, { lockedWei }) => sum + BigInt(lockedWei), 0n),
    locked,
    `locks of ${account}`,
  );
  await assertEntries(account, credit);
  for (const key of operator?.keys ?? []) {
    assert.equal(await play.read("operatorOf", [key.address]), key.isActive ? account : zeroAddress);
    assert.equal(await play.read("keyNonce", [key.address]), BigInt(key.nonce));
  }
}

/** What came in, less what was taken home, is what is left. */
async function assertEntries(account: Address, credit: bigint): Promise<void> {
  const { items, nextCursor } = await listCreditEntries(account, { limit: 900 });
  assert.equal(nextCursor, undefined);
  const left = items.reduce(
    (sum, { reason, amountWei }) => sum + (reason === "withdrawn" ? -BigInt(amountWei) : BigInt(amountWei)),
    0n,
  );
  assert.equal(left, credit, `credit entries of ${account}`);
}
