import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startPhaestus } from "./support/node-process.ts";
import { until } from "./support/until.ts";
import { startWorld, type World } from "./support/world.ts";

const minted = 2;

describe("a whole node", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
    await world.enrol();
  });
  after(() => world.stop());

  it("takes a small job from the post to the token", async () => {
    const node = startPhaestus(world.env(), "start", "--stop-at-once");
    const jobId = await world.post(24, 17);
    try {
      await until("minted", async () => (await world.job(jobId)).state === minted);
    } finally {
      console.log(node.output());
    }
    assert.equal(await node.kill("SIGTERM"), 0);
  });
});
