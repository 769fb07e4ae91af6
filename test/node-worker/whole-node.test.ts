import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { startGallery } from "./support/gallery.ts";
import { startPhaestus } from "./support/node-process.ts";
import { until } from "./support/until.ts";
import { password, startWorld, type World } from "./support/world.ts";

const states = { live: 1, minted: 2 };
const whole = ["Posted", "Claimed", "Submitted", "Finalised", "Minted"];

describe("a whole node", () => {
  let world: World;
  let gallery: Awaited<ReturnType<typeof startGallery>>;
  let node: ReturnType<typeof startPhaestus> | undefined;
  let machineKey: string;
  let said = "";

  before(async () => {
    world = await startWorld({ windowSeconds: 1 });
    gallery = await startGallery({ chainId: 31337, escrow: world.escrow.address });
    world.settings.GALLERY_URL = gallery.url;
    machineKey = await world.enrol();
  });
  afterEach(async () => {
    await node?.kill();
    said += node?.output() ?? "";
  });
  after(async () => {
    await gallery.stop();
    await world.stop();
  });

  const start = () => {
    node = startPhaestus(world.env(), "start", "--stop-at-once");
    return node;
  };
  const isMinted = (jobId: bigint, mostSeconds = 100) =>
    until(`job ${jobId} minted`, async () => (await world.job(jobId)).state === states.minted, mostSeconds);

  it("takes a picture with alpha from the post to the token", async () => {
    const running = start();
    const jobId = await world.post(33, 21, true);
    await isMinted(jobId);
    const [event] = await world.anvil.reader.getContractEvents({
      ...world.escrow,
      abi: jobEscrowAbi,
      eventName: "Minted",
      args: { jobId },
      fromBlock: 0n,
      strict: true,
    });
    const metadata = await world.store.get(rawCid(event?.args.metadataDigest ?? "0x"), { maxBytes: 1e5 });
    assert.equal(sha256(metadata), event?.args.metadataDigest);
    const { name, image, properties } = JSON.parse(new TextDecoder().decode(metadata));
    assert.equal(name, "Test 33 × 21");
    const png = await world.store.get(image.slice("ipfs://".length), { maxBytes: 1e6 });
    const { info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [66, 42, 4]);
    assert.deepEqual([properties.width, properties.height], [66, 42]);
    const reports = gallery.reports.filter(({ progress }) => progress.jobId === jobId.toString());
    assert.ok(reports.some(({ progress }) => progress.phase === "computing"));
    assert.ok(reports.every(({ signer }) => signer === machineKey));

    assert.equal(await running.kill("SIGTERM"), 0);
  });

  it("killed in the middle of computing, goes on where it was and mints once", async () => {
    const jobId = await world.post(1100, 400);
    const half = gallery.hears(
      ({ jobId: id, phase, tilesDone }) => id === jobId.toString() && phase === "computing" && tilesDone > 0,
    );
    const first = start();
    const { tilesDone, tiles } = await half;
    assert.ok(tilesDone < tiles);
    await first.kill("SIGKILL");
    assert.deepEqual(await world.story(jobId), ["Posted", "Claimed"]);

    const resumed = gallery.hears(({ jobId: id, phase }) => id === jobId.toString() && phase === "computing");
    said += first.output();
    const second = start();
    assert.ok((await resumed).tilesDone >= tilesDone, "finished tiles were computed again");
    await isMinted(jobId);
    assert.deepEqual((await world.story(jobId)).toSorted(), whole.toSorted());
    assert.doesNotMatch(second.output(), /claimed a lot/);
  });

  it("stops at once in the middle of an inference", async () => {
    const jobId = await world.post(1100, 512);
    const running = start();
    await gallery.hears(({ jobId: id, phase }) => id === jobId.toString() && phase === "computing");
    const startedAt = Date.now();
    await running.kill("SIGTERM");
    const seconds = (Date.now() - startedAt) / 1000;
    assert.ok(seconds < 5, `it took ${seconds} s`);
    assert.deepEqual(await world.story(jobId), ["Posted", "Claimed"]);
  });

  it("waits while the gateway is away, before and after it has claimed", async () => {
    // The job before is still this node's, and has to be stored before another is claimed.
    const jobId = await world.post(20, 20);
    await world.closeGateway();
    await start().says("a lot waits");
    assert.deepEqual(await world.story(jobId), ["Posted"]);
    await world.openGateway();
    await isMinted(jobId - 1n);
    await isMinted(jobId);
    assert.deepEqual((await world.story(jobId - 1n)).toSorted(), whole.toSorted());
    assert.deepEqual((await world.story(jobId)).toSorted(), whole.toSorted());
  });

  it("claims nothing whose input is not what the terms say", async () => {
    const wrong = `0x${"5a".repeat(32)}` as const;
    const bad = [
      await world.post(16, 16, false, { inputDigest: wrong }),
      await world.post(16, 16, false, { inputRoot: wrong }),
      await world.post(16, 16, true, { hasAlpha: false }),
      await world.post(16, 16, false, { width: 17 }),
      await world.post(16, 16, false, { cardDigest: wrong }),
      await world.post(16, 16, false, { cid: rawCid(wrong) }),
      await world.post(16, 16, false, { cid: "x".repeat(59) }),
    ];
    start();
    // Each of the others is given up only after the store has been asked for a while.
    await isMinted(await world.post(22, 20), 250);
    for (const jobId of bad) {
      assert.deepEqual(await world.story(jobId), ["Posted"]);
      assert.equal((await world.job(jobId)).state, states.live);
    }
  });

  it("never said a secret", async () => {
    const keystore = readFileSync(join(world.home, "phaestus", "machine-key.json"), "utf8");
    const { Wallet } = await import("@ethereumjs/wallet");
    const key = (await Wallet.fromV3(keystore, password, true)).getPrivateKeyString().slice(2);
    assert.ok(said.includes("submitted a lot"));
    for (const secret of [key, password, world.settings.EMBEDDED_STORE_TOKEN ?? ""])
      assert.equal(said.includes(secret), false);
  });
});
