import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { readChainConfig } from "../../commands/deploy/chain-config.ts";
import { deployGraphiti } from "../../commands/deploy/deploy-graphiti.ts";
import { registerServices } from "../../commands/deploy/register-services.ts";
import { deployer } from "../node-worker/support/accounts.ts";
import { startAnvil } from "../node-worker/support/anvil.ts";
import { memoryStore } from "../node-worker/support/memory-store.ts";
import { sender } from "../node-worker/support/sender.ts";

test("every service is registered once, its model stored, whatever the registry has already", async () => {
  const anvil = await startAnvil({ blockSeconds: 0 });
  try {
    const config = await readChainConfig("local");
    const { addresses } = await deployGraphiti({ rpcUrl: anvil.url, account: deployer, config });
    const registry = { address: addresses.registry, abi: serviceRegistryAbi } as const;
    const { kind, scale, tileCore, halo, channels, probeLayer, modelDigest } = catalogue.at(-1) as never;
    const last = { kind, scale, tileCore, halo, channels, probeLayer, modelDigest };
    const send = sender(anvil.url, anvil.reader, deployer);
    await send.call(registry, "register", [last, "b".repeat(59)]);

    const store = memoryStore();
    const register = () => registerServices(anvil.url, deployer, addresses.registry, store);
    const services = await register();
    assert.deepEqual(
      services.map(({ name }) => name),
      catalogue.map(({ name }) => name),
    );
    assert.equal(services.at(-1)?.id, 1);
    assert.equal(new Set(services.map(({ id }) => id)).size, catalogue.length);
    for (const { name } of services) assert.ok(await store.has(rawCid(sha256(await modelBytes(name)))), name);
    for (const [at, { id }] of services.entries()) {
      const known = await anvil.reader.readContract({ ...registry, functionName: "serviceOf", args: [id] });
      assert.equal(known.modelDigest, catalogue[at]?.modelDigest);
    }

    const sent = await anvil.reader.getTransactionCount({ address: deployer.address });
    assert.deepEqual(await register(), services);
    assert.equal(await anvil.reader.getTransactionCount({ address: deployer.address }), sent);
  } finally {
    await anvil.stop();
  }
});
