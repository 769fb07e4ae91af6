import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { programOf } from "../../../node-worker/engine/program.ts";
import { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import { startFaultyRpc } from "../support/faulty-rpc.ts";
import { startWorld, type World } from "../support/world.ts";
import { enrol, liveThrough, type Stage } from "./lives.ts";

/** Output root, metadata digest and seal of somebody who has computed nothing. */
const nonsense = [1, 2, 3].map((word) => toHex(word, { size: 32 }));

let stage: Stage;
before(async () => {
  const world = await startWorld({ windowSeconds: 1 });
  const pool = await SessionPool.open(await programOf(recipeOf("faithful-x2"), "cpu"), 1);
  stage = { world, pool, rpc: await startFaultyRpc(world.anvil.url) };
});
after(async () => {
  await stage?.pool.close();
  await stage?.rpc.stop();
  await stage?.world.stop();
});

/** Another operator claims the job's lot, may submit something, and is never heard of again until its time is over. */
async function abandon({ anvil, escrow, send }: World, jobId: bigint, submits: boolean) {
  const other = privateKeyToAccount(generatePrivateKey());
  await enrol(stage.world, other);
  const event = { ...escrow, abi: jobEscrowAbi, fromBlock: 0n, strict: true } as const;
  const [posted] = await anvil.reader.getContractEvents({ ...event, eventName: "Posted", args: { jobId } });
  assert.ok(posted);
  const lotId = lotIdOf(jobId, 0);
  const own = send(other as never);
  await own.call(escrow, "claim", [posted.args.terms, lotId, 0n]);
  if (submits) {
    const [claimed] = await anvil.reader.getContractEvents({
      ...event,
      eventName: "Claimed",
      args: { lotId },
    });
    assert.ok(claimed);
    const { price, openSeconds } = claimed.args;
    const claim = { operator: other.address, price, openSeconds };
    await own.call(escrow, "submit", [posted.args.terms, lotId, claim, ...nonsense]);
  }
  await anvil.client.increaseTime({ seconds: 200 });
  await anvil.client.mine({ blocks: 1 });
}

describe("a lot that another operator has left lying", () => {
  for (const submits of [false, true])
    it(`is opened, claimed and minted after it was ${submits ? "submitted" : "claimed"}`, async () => {
      const left = (jobId: bigint) => abandon(stage.world, jobId, submits);
      const { story, credit } = await liveThrough(stage, { crashAtCheckpoint: 0, before: left });
      const lost = submits ? ["Posted", "Claimed", "Submitted", "Expired"] : ["Posted", "Claimed", "Expired"];
      const own = ["Claimed", "Submitted", "Finalised", "Minted"];
      assert.deepEqual(story.toSorted(), [...lost, ...own].toSorted());
      assert.ok(credit > 0n);
    });
});
