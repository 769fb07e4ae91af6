import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeFunctionData } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { claimJob, finaliseJob, postJob, submitJob } from "./stage/jobs.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, owner, stranger } = stage;
const zeroOf = (type: string, components?: readonly { name?: string; type: string }[]): unknown => {
  if (type.endsWith("[]")) return [];
  if (type === "tuple")
    return Object.fromEntries(
      (components ?? []).map((part) => [
        part.name,
        zeroOf(part.type, (part as { components?: typeof components }).components),
      ]),
    );
  if (type === "address") return stranger.account.address;
  if (type === "bool") return false;
  if (type === "string") return "";
  if (type === "bytes") return "0x";
  if (type.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice(5)))}`;
  return 0n;
};

describe("the owner", () => {
  isolateTests(stage);

  it("is asked for by exactly these functions", async () => {
    const owned: string[] = [];
    for (const item of escrow.abi) {
      if (item.type !== "function" || item.stateMutability === "view" || item.stateMutability === "pure")
        continue;
      const args = item.inputs.map((input) =>
        zeroOf(input.type, (input as { components?: readonly { name: string; type: string }[] }).components),
      );
      const data = encodeFunctionData({ abi: [item], functionName: item.name, args } as Parameters<
        typeof encodeFunctionData
      >[0]);
      const thrown: unknown = await stage.reader
        .call({ to: escrow.address, data, account: stranger.account })
        .catch((error: unknown) => error);
      // OwnableUnauthorizedAccount(address)
      if (String((thrown as { message?: string }).message).includes("OwnableUnauthorizedAccount"))
        owned.push(item.name);
    }
    assert.deepEqual(owned.sort(), ["acceptOwnership", "pausePosting", "transferOwnership"]);
  });

  it("can stop new jobs and let them in again", async () => {
    const { account } = owner;
    const hash = await escrow.write.pausePosting([true], { account });
    assert.deepEqual(await eventsOf(stage, hash), [["PostingPaused", { paused: true }]]);
    assert.equal(await escrow.read.postingPaused(), true);
    await escrow.write.pausePosting([false], { account });
    assert.equal(await escrow.read.postingPaused(), false);
    const call = escrow.write.pausePosting([true], { account: stranger.account });
    await refused(call, "OwnableUnauthorizedAccount", [stranger.account.address]);
  });

  it("cannot touch a job that exists by pausing", async () => {
    const job = await postJob(stage);
    await escrow.write.pausePosting([true], { account: owner.account });
    const { claim } = await claimJob(stage, job);
    const { submission, submittedAt } = await submitJob(stage, job, claim);
    await finaliseJob(stage, job, claim, submission, { at: submittedAt + stage.windowSeconds });
    assert.equal((await escrow.read.jobs([job.jobId])).state, 2);
    await escrow.write.withdraw([stranger.account.address], { account: stage.artist.account });
  });

  it("hands over in two steps", async () => {
    await escrow.write.transferOwnership([stranger.account.address], { account: owner.account });
    assert.equal(plain(await escrow.read.owner()), plain(owner.account.address));
    assert.equal(plain(await escrow.read.pendingOwner()), plain(stranger.account.address));
    const early = escrow.write.acceptOwnership({ account: stage.artist.account });
    await refused(early, "OwnableUnauthorizedAccount", [stage.artist.account.address]);
    await escrow.write.acceptOwnership({ account: stranger.account });
    assert.equal(plain(await escrow.read.owner()), plain(stranger.account.address));
    const late = escrow.write.pausePosting([true], { account: owner.account });
    await refused(late, "OwnableUnauthorizedAccount", [owner.account.address]);
  });

  it("cannot leave", async () => {
    const call = stage.reader.simulateContract({
      address: escrow.address,
      abi: escrow.abi,
      functionName: "renounceOwnership" as never,
      account: owner.account,
    });
    await refused(call, "OwnershipCannotBeRenounced");
  });
});
