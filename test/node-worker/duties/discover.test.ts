import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Discovery } from "../../../node-worker/duties/discover.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";
import { readingClient, startFaultyRpc } from "../support/faulty-rpc.ts";
import { startWorld, type World } from "../support/world.ts";

describe("the discovery of jobs", () => {
  const { signal } = new AbortController();
  let world: World;
  let journal: Journal;
  before(async () => {
    world = await startWorld();
    journal = Journal.open(join(world.home, "discover.db"));
  });
  after(async () => {
    journal.close();
    await world.stop();
  });

  it("finds each job once, also by another process that goes on from the journal", async () => {
    const { reader } = world.anvil;
    const first = await world.post(10, 10);
    const second = await world.post(11, 10);
    assert.equal((await new Discovery(reader, world.deployment, journal).scan(signal)).found, 2);
    assert.equal((await new Discovery(reader, world.deployment, journal).scan(signal)).found, 0);
    const third = await world.post(12, 10);
    assert.equal((await new Discovery(reader, world.deployment, journal).scan(signal)).found, 1);
    assert.deepEqual(
      journal.lots.at("seen").map(({ jobId }) => jobId),
      [first, second, third],
    );
    assert.equal(journal.jobs.get(third)?.work.width, 12);
  });

  it("takes the job that a reorganisation put in another's place", async () => {
    const { anvil, deployment } = world;
    await anvil.client.mine({ blocks: 3 });
    const lost = await world.post(13, 10);
    const discovery = new Discovery(anvil.reader, deployment, journal);
    await discovery.scan(signal);
    assert.equal(journal.jobs.get(lost)?.work.width, 13);
    journal.tiles.add(lost << 16n, { tile: 0, outputDigest: "0x01", probe: "0x02" });

    await anvil.client.request({ method: "anvil_reorg" as never, params: [1, []] as never });
    const other = await world.post(14, 10);
    assert.equal(other, lost);
    await discovery.scan(signal);
    assert.equal(journal.jobs.get(lost)?.work.width, 14);
    assert.deepEqual(journal.tiles.of(lost << 16n), []);
  });

  it("asks for fewer blocks at once where the RPC allows only few", async () => {
    const { anvil, deployment, home } = world;
    await anvil.client.mine({ blocks: 800 });
    const last = await world.post(15, 10);
    const rpc = await startFaultyRpc(anvil.url);
    rpc.become({ mostLogBlocks: 700 });
    const fresh = Journal.open(join(home, "fresh.db"));
    try {
      const { found } = await new Discovery(readingClient(rpc.url), deployment, fresh).scan(signal);
      assert.equal(found, Number(last));
    } finally {
      fresh.close();
      await rpc.stop();
    }
  });
});
