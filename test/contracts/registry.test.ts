import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroHash } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { setStage, upscaler } from "./stage/stage.ts";

const stage = await setStage();
const { registry, stranger } = stage;
const modelCid = `b${"c".repeat(58)}`;
const registers = (service: typeof upscaler, cid = modelCid) =>
  registry.write.register([service, cid], { account: stranger.account });

describe("the service registry", () => {
  isolateTests(stage);

  it("takes a service from anybody and gives it the next id", async () => {
    const service = { ...upscaler, scale: 4, tileCore: 128, halo: 18, probeLayer: 65_535 };
    const hash = await registers(service);
    const registrant = stranger.account.address;
    assert.deepEqual(await eventsOf(stage, hash), [
      ["ServiceRegistered", plain({ id: 2, registrant, service, modelCid })],
    ]);
    assert.deepEqual(await registry.read.serviceOf([2]), service);
    assert.equal(await registry.read.tileCoreOf([2]), 128);
    assert.equal(await registry.read.serviceCount(), 2);
  });

  it("takes the same service twice, under two ids", async () => {
    await registers(upscaler);
    assert.deepEqual(await registry.read.serviceOf([1]), await registry.read.serviceOf([2]));
  });

  it("refuses a service that nothing could compute", async () => {
    for (const field of ["kind", "scale", "tileCore", "channels"]) {
      const service = { ...upscaler, [field]: 0 };
      await refused(registers(service), "ServiceIncomplete", [service]);
    }
    const service = { ...upscaler, modelDigest: zeroHash };
    await refused(registers(service), "ServiceIncomplete", [service]);
    await registers({ ...upscaler, halo: 0, probeLayer: 0 });
  });

  it("refuses what cannot be a content id", async () => {
    for (const length of [0, 45, 101])
      await refused(registers(upscaler, "b".repeat(length)), "CidLengthOutOfRange", [
        BigInt(length),
        46n,
        100n,
      ]);
    await registers(upscaler, "b".repeat(46));
    await registers(upscaler, "b".repeat(100));
  });

  it("knows nothing of ids that were not given", async () => {
    for (const id of [0, 2, 2 ** 32 - 1]) {
      await refused(registry.read.serviceOf([id]), "UnknownService", [id]);
      await refused(registry.read.tileCoreOf([id]), "UnknownService", [id]);
    }
  });

  it("has one function that writes, and that one only adds", async () => {
    const writing = registry.abi.filter(
      (item) => item.type === "function" && !["view", "pure"].includes(item.stateMutability),
    );
    assert.deepEqual(
      writing.map((item) => "name" in item && item.name),
      ["register"],
    );
    const first = await registry.read.serviceOf([1]);
    for (let scale = 3; scale < 8; scale++) await registers({ ...upscaler, scale });
    assert.deepEqual(await registry.read.serviceOf([1]), first);
    for (let id = 2; id < 7; id++) assert.equal((await registry.read.serviceOf([id])).scale, id + 1);
  });
});
