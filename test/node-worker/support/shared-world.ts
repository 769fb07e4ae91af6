import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";
import type { FinalityClass } from "@graphiti/protocol/escrow-rules.ts";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { enrol } from "../duties/lives.ts";
import { type Kind, startNode } from "./start-node.ts";
import { startWorld, type World } from "./world.ts";

/** What all tests of a file share: a chain with a block every second, and a folder for the nodes' homes. */
export type SharedWorld = {
  world: World;
  homes: string;
  /** Starts a node, which the test's end stops. It knows of no job of earlier tests: some of them stay open for ever. */
  start: (kind: Kind) => ReturnType<typeof startNode>;
};

/** Has the tests of a file share a world. @param ready takes it before the first of them */
export function shareWorld(classes: FinalityClass[], ready: (shared: SharedWorld) => Promise<void>): void {
  let world: World;
  let homes: string;
  let startBlock: number;
  const running: (() => Promise<void>)[] = [];
  before(async () => {
    world = await startWorld({ classes, blockSeconds: 1 });
    homes = mkdtempSync(join(tmpdir(), "nodes-"));
    const start = (kind: Kind) => {
      const started = startNode({ world, homes, startBlock }, kind);
      running.push(started.stop);
      return started;
    };
    await ready({ world, homes, start });
  });
  beforeEach(async () => {
    startBlock = Number(await world.anvil.reader.getBlockNumber()) + 1;
  });
  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });
  after(async () => {
    await world.stop();
    rmSync(homes, { recursive: true, force: true });
  });
}

/** An operator with stake and a registered key, which is its own. */
export async function newOperator(world: World): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey());
  await enrol(world, account);
  return account;
}
