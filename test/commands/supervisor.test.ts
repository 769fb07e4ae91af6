import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { childEnv } from "@graphiti/protocol/env.ts";
import { Supervisor } from "../../commands/start/supervisor.ts";

const stubborn =
  'process.title = "part (v1) of it"; process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up");';
const brief = "setTimeout(() => process.exit(7), 50)";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "supervisor-"));
});
afterEach(() => rm(home, { recursive: true }));

const launch = (name: string, script: string, revive: boolean) => ({
  name,
  program: process.execPath,
  args: ["-e", script],
  env: childEnv({}),
  revive,
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const pids = async (): Promise<number[]> =>
  JSON.parse(await readFile(join(home, "pids.json"), "utf8")).map(({ pid }: { pid: number }) => pid);

const isUp = async (name: string): Promise<boolean> =>
  (await readFile(join(home, "logs", `${name}.log`), "utf8")).includes("up");

test("what a killed start left behind is gone before the next one begins, whatever it calls itself", async () => {
  const child: ChildProcess = spawn(process.execPath, ["-e", stubborn], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  const ended = once(child, "exit");
  await writeFile(join(home, "pids.json"), JSON.stringify([{ name: "gallery", pid: child.pid }]));
  await Supervisor.open(home);
  const [, signal] = await ended;
  assert.equal(signal, "SIGKILL");
  assert.equal(existsSync(join(home, "pids.json")), false);
});

test("stopping ends even parts that do not listen, within five seconds", async () => {
  const supervisor = await Supervisor.open(home);
  supervisor.start(launch("chain", stubborn, false));
  supervisor.start(launch("gallery", stubborn, true));
  for (const name of ["chain", "gallery"]) await supervisor.ready(name, () => isUp(name), 60);
  const started = await pids();
  const began = performance.now();
  await supervisor.stop();
  assert.ok(performance.now() - began < 5_000);
  assert.deepEqual(started.filter(isAlive), []);
});

test("a part that dies is started again, and one that keeps dying ends the stack with a sentence", async () => {
  const supervisor = await Supervisor.open(home);
  const revivals: string[] = [];
  supervisor.onRevival = (sentence) => revivals.push(sentence);
  const hopeless = new Promise<string>((resolve) => {
    supervisor.onUnexpectedExit = resolve;
  });
  supervisor.start(launch("node", brief, true));
  assert.match(await hopeless, /^The node stopped \(code 7\)\./);
  assert.equal(revivals.length, 3);
  await supervisor.stop();
});

test("a part that must not die ends the stack at once", async () => {
  const supervisor = await Supervisor.open(home);
  const ended = new Promise<string>((resolve) => {
    supervisor.onUnexpectedExit = resolve;
  });
  supervisor.start(launch("chain", brief, false));
  assert.match(await ended, /^The chain stopped/);
  await supervisor.stop();
});

test("waiting for a part that died fails with its last words", async () => {
  const supervisor = await Supervisor.open(home);
  supervisor.start(launch("indexer", 'console.error("no such table"); process.exit(1)', false));
  await assert.rejects(
    supervisor.ready("indexer", async () => false, 30),
    { code: "STACK_FAILED", message: /no such table/ },
  );
  await supervisor.stop();
});
