import assert from "node:assert/strict";
import { test } from "node:test";
import { type Progress, progressSchema, recoverProgress, signProgress } from "@graphiti/protocol/progress.ts";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const domain = { chainId: 31337, escrow: "0x00000000000000000000000000000000000000aa" } as const;
const progress: Progress = {
  jobId: "3",
  lotId: "196608",
  attempt: 0,
  phase: "computing",
  tilesDone: 2,
  tiles: 4,
  sentAt: 1_700_000_000_000,
};

test("a report names its signer, and a changed one somebody else", async () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const signature = await signProgress(account, domain, progress);
  assert.equal(await recoverProgress(domain, progress, signature), account.address);
  assert.notEqual(await recoverProgress(domain, { ...progress, tilesDone: 3 }, signature), account.address);
  assert.notEqual(await recoverProgress({ ...domain, chainId: 1 }, progress, signature), account.address);
});

test("what is not a report is refused", () => {
  for (const change of [
    { phase: "resting" },
    { tilesDone: -1 },
    { jobId: "x" },
    { attempt: 65_536 },
    { tiles: 0 },
  ])
    assert.equal(progressSchema.safeParse({ ...progress, ...change }).success, false);
});
