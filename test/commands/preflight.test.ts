import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { preflight, takeHome } from "../../commands/start/preflight.ts";
import { readStackFile, runningStack, writeStackFile } from "../../commands/start/stack-file.ts";

const address = "0x00000000000000000000000000000000000000aa";
const stack = {
  urls: { gallery: "http://127.0.0.1:1", rpc: "", gateway: "", indexer: "" },
  chainId: 31337,
  addresses: {
    escrow: address,
    art: address,
    registry: address,
    market: address,
    weth: address,
    dropFactory: address,
  },
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

/** A process that the system calls `commands/start.ts`. */
async function withStandIn(work: (pid: number) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "commands/start.ts"]);
  try {
    await once(child, "spawn");
    await work(child.pid as number);
  } finally {
    child.kill("SIGKILL");
  }
}

test("a network that runs already is named with its address", () =>
  withHome((home) =>
    withStandIn(async (pid) => {
      writeStackFile(home, { ...stack, pid });
      assert.throws(() => takeHome(home), { code: "STACK_RUNNING", message: /127\.0\.0\.1:1/ });
      assert.equal(runningStack(home).chainId, 31337);
    }),
  ));

test("a process that got the number of a network that is gone is not taken for it", () =>
  withHome(async (home) => {
    writeStackFile(home, stack);
    assert.equal(readStackFile(home), undefined);
    takeHome(home);
  }));

test("a folder that cannot be made is named", () =>
  withHome(async (home) => {
    const file = join(home, "file");
    await writeFile(file, "");
    assert.throws(() => takeHome(join(file, "home")), { code: "BAD_INPUT" });
  }));

test("the file of a network that was killed counts as none", () =>
  withHome(async (home) => {
    writeStackFile(home, { ...stack, pid: 2 ** 22 + 1 });
    assert.equal(readStackFile(home), undefined);
    assert.throws(() => runningStack(home), { code: "STACK_NOT_RUNNING" });
  }));
