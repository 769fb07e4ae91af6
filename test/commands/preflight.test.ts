import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { preflight } from "../../commands/start/preflight.ts";
import { readStackFile, runningStack, writeStackFile } from "../../commands/start/stack-file.ts";

const address = "0x00000000000000000000000000000000000000aa";
const stack = {
  urls: { gallery: "http://127.0.0.1:1", rpc: "", gateway: "", indexer: "" },
  chainId: 31337,
  addresses: { escrow: address, art: address, registry: address },
  pid: process.pid,
  deploymentFile: "",
  storeTokenFile: "",
} as const;

async function withHome(work: (home: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "home-"));
  try {
    await work(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

test("a busy port is named before anything is started", () =>
  withHome(async (home) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await assert.rejects(preflight(home, { gallery: port }), {
        code: "PORT_BUSY",
        message: new RegExp(`${port} \\(gallery\\)`),
      });
    } finally {
      server.close();
    }
    await preflight(home, { gallery: port });
  }));

test("a network that runs already is named with its address", () =>
  withHome(async (home) => {
    writeStackFile(home, stack);
    await assert.rejects(preflight(home, {}), { code: "STACK_RUNNING", message: /127\.0\.0\.1:1/ });
    assert.equal(runningStack(home).chainId, 31337);
  }));

test("the file of a network that was killed counts as none", () =>
  withHome(async (home) => {
    writeStackFile(home, { ...stack, pid: 2 ** 22 + 1 });
    assert.equal(readStackFile(home), undefined);
    assert.throws(() => runningStack(home), { code: "STACK_NOT_RUNNING" });
  }));
