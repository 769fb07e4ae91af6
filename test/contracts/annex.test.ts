import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { noSubmission } from "@graphiti/protocol/terms.ts";
import { artifacts } from "hardhat";
import { getContract, toFunctionSelector } from "viem";
import { attestationOf } from "./stage/attest.ts";
import { isolateTests, refused } from "./stage/expect.ts";
import { claimJob, postJob, resultFor } from "./stage/jobs.ts";
import { submittedLot } from "./stage/lots.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, artist, key, stranger } = stage;
const half = getContract({
  address: stage.annex,
  abi: escrow.abi,
  client: { public: stage.reader, wallet: stage.owner },
});

type Variable = { label: string; offset: number; slot: string; type: string };

/** The storage of both halves, as the compiler lays it out. */
async function storageLayouts(names: readonly string[]): Promise<Variable[][]> {
  const id = await artifacts.getBuildInfoId("JobEscrow");
  const path = id && (await artifacts.getBuildInfoPath(id));
  assert.ok(path);
  const { input } = JSON.parse(await readFile(path, "utf8"));
  const { remappings } = input.settings;
  const solc = createRequire(import.meta.url)("solc") as { compile: (input: string) => string };
  const settings = { remappings, outputSelection: { "*": { "*": ["storageLayout"] } } };
  const { contracts } = JSON.parse(solc.compile(JSON.stringify({ ...input, settings })));
  return names.map((name) => {
    const found = Object.values(contracts as Record<string, Record<string, unknown>>).find(
      (all) => name in all,
    );
    assert.ok(found, name);
    const { storageLayout } = found[name] as { storageLayout: { storage: Variable[] } };
    return storageLayout.storage.map(({ label, offset, slot, type }) => ({
      // The numbers of a type's syntax tree differ from one compiled tree to the other.
      ...{ label, offset, slot, type: type.replace(/\)\d+_/g, ")") },
    }));
  });
}

const selectorsOf = async (name: string) => {
  const { abi } = await artifacts.readArtifact(name);
  const functions = abi.filter((item: { type: string }) => item.type === "function");
  return new Map(
    functions.map((item: Parameters<typeof toFunctionSelector>[0] & { name: string }) => [
      toFunctionSelector(item),
      item.name,
    ]),
  );
};

describe("the annex", () => {
  isolateTests(stage);

  it("has the storage that the escrow begins with", async () => {
    const [annex, whole] = (await storageLayouts(["EscrowAnnex", "JobEscrow"])) as [Variable[], Variable[]];
    assert.ok(annex.length >= 10, `${annex.length} variables`);
    assert.deepEqual(whole.slice(0, annex.length), annex);
    const last = Number(annex.at(-1)?.slot);
    for (const { slot, label } of whole.slice(annex.length)) assert.ok(Number(slot) > last, label);
  });

  it("has no call that the escrow does not hand on", async () => {
    const [annex, whole] = [await selectorsOf("EscrowAnnex"), await selectorsOf("JobEscrow")];
    const own = [...annex].filter(([selector]) => !whole.has(selector)).map(([, name]) => name);
    assert.deepEqual(own, ["DEPLOYMENT_HASH"]);
  });

  it("knows no job when it is called itself", async () => {
    const lot = await submittedLot(stage);
    const { job, lotId, claim, submission } = lot;
    const terms = [job.terms] as const;
    const { outputRoot, metadataDigest, seal } = resultFor(stage, job, artist.account.address);
    await refused(half.write.expire([...terms, [{ lotId, claim, submission }]]), "TermsMismatch");
    const assembled = [...terms, job.jobId, outputRoot, metadataDigest, seal] as const;
    await refused(half.write.assemble(assembled, { account: artist.account }), "TermsMismatch");
    const attestation = await attestationOf(stage, lot, stranger.account.address, "objects");
    await refused(half.write.attest([[attestation]], { account: key.account }), "NotAKey", [
      key.account.address,
    ]);
    assert.deepEqual((await half.read.jobs([job.jobId])).state, 0);
    assert.equal(await half.read.totalStake(), 0n);
  });

  it("gives back a stake that was put into it by mistake", async () => {
    const { account } = stranger;
    await half.write.stake({ account, value: 9n });
    assert.equal(
      await escrow.read.totalStake(),
      (await escrow.read.accounts([stage.operator.account.address])).stake,
    );
    await half.write.requestUnstake([9n], { account });
    await stage.nextAt((await half.read.unbonding([account.address])).readyAt);
    const hash = await half.write.unstake([account.address], { account });
    await stage.assertions.balancesHaveChanged(hash, [{ address: stage.annex, amount: -9n }]);
  });

  it("hands the reasons of its refusals back as they are, and keeps plain calls free of value", async () => {
    const job = await postJob(stage);
    const { claim } = await claimJob(stage, job);
    const expiry = { lotId: job.lotId, claim, submission: noSubmission };
    const due = (await escrow.read.lots([job.lotId])).time;
    await refused(escrow.write.expire([job.terms, [expiry]]), "TooEarly", [BigInt(due)]);
    for (const functionName of ["requestUnstake", "unstake", "stopKey"] as const) {
      const args = functionName === "requestUnstake" ? [1n] : [stranger.account.address];
      const call = stage.operator.writeContract({
        ...{ address: escrow.address, abi: escrow.abi, functionName, args },
        value: 1n,
      } as never);
      await assert.rejects(call, functionName);
    }
  });

  it("takes no ether that is merely sent, and neither does the escrow", async () => {
    for (const to of [stage.annex, escrow.address]) {
      await assert.rejects(stranger.sendTransaction({ to, value: 1n }), to);
      await assert.rejects(stranger.sendTransaction({ to, data: "0x12345678" }), to);
    }
  });
});
