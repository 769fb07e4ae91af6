import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fail } from "@graphiti/protocol/errors.ts";

type Launch = {
  name: string;
  program: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Whether the part is started again when it dies; without it the whole stack ends. */
  revive: boolean;
};
type Running = { launch: Launch; child: ChildProcess; logFile: string; deaths: number[] };

/** The parts stop side by side, then the chain, which flushes its state: together under five seconds. */
const stopPartsMilliseconds = 2_500;
const stopChainMilliseconds = 2_000;
const pollMilliseconds = 100;
const reviveMilliseconds = 500;
/** This many deaths within the span mean that starting again does not help. */
const hopelessDeaths = 4;
const hopelessMilliseconds = 60_000;

/** Starts the stack's processes, each in a group of its own, and stops them in reverse order. */
export class Supervisor {
  readonly #logs: string;
  readonly #pidFile: string;
  readonly #running: Running[] = [];
  #stopping: Promise<void> | undefined;
  /** Called once when a process ends that should not have. */
  onUnexpectedExit: (sentence: string) => void = () => {};
  /** Called when a part died and is started again. */
  onRevival: (sentence: string) => void = () => {};

  private constructor(home: string) {
    this.#logs = join(home, "logs");
    this.#pidFile = join(home, "pids.json");
    mkdirSync(this.#logs, { recursive: true });
  }

  /** A supervisor for this folder; what a start that was itself killed left behind is gone when it resolves. */
  static async open(home: string): Promise<Supervisor> {
    const supervisor = new Supervisor(home);
    await supervisor.#stopLeftovers();
    return supervisor;
  }

  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  start(launch: Launch): void {
    const logFile = join(this.#logs, `${launch.name}.log`);
    rmSync(logFile, { force: true });
    const running = { launch, logFile, deaths: [], child: this.#spawn(launch, logFile) };
    this.#running.push(running);
    this.#watch(running);
    this.#writePids();
  }

  #spawn({ program, args, env }: Launch, logFile: string): ChildProcess {
    const log = createWriteStream(logFile, { mode: 0o600, flags: "a" });
    const child = spawn(program, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
    child.on("error", (error) => log.end(`${error.message}\n`));
    child.on("close", () => log.end());
    return child;
  }

  #watch(running: Running): void {
    running.child.once("exit", async (code, signal) => {
      if (this.#stopping) return;
      const { launch, logFile } = running;
      running.deaths = [...running.deaths, Date.now()].filter((at) => at > Date.now() - hopelessMilliseconds);
      const died = `The ${launch.name} stopped (${signal ?? `code ${code}`}).`;
      if (!launch.revive || running.deaths.length >= hopelessDeaths)
        return this.onUnexpectedExit(`${died} ${lastLines(logFile)}`);
      await delay(reviveMilliseconds);
      if (this.#stopping) return;
      this.onRevival(`${died} It is started again.`);
      running.child = this.#spawn(launch, logFile);
      this.#watch(running);
      this.#writePids();
    });
  }

  /** Waits until `probe` answers true; fails early when the process has ended. */
  async ready(name: string, probe: () => Promise<boolean>, timeoutSeconds: number): Promise<void> {
    const running = this.#running.find(({ launch }) => launch.name === name);
    const deadline = Date.now() + timeoutSeconds * 1000;
    while (Date.now() < deadline) {
      if (this.#stopping) fail("STACK_FAILED", "Stopped.");
      if (running && running.deaths.length > 0)
        fail("STACK_FAILED", `The ${name} could not start. ${lastLines(running.logFile)}`);
      if (await probe().catch(() => false)) return;
      await delay(pollMilliseconds);
    }
    fail(
      "STACK_FAILED",
      `The ${name} did not become ready in ${timeoutSeconds} s. ${lastLines(running?.logFile)}`,
    );
  }

  /** Stops everything at once but the first started, which others may need to flush, and that one last. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    const [first, ...rest] = this.#running;
    await Promise.all(rest.map((entry) => stopOne(entry.child, stopPartsMilliseconds)));
    if (first) await stopOne(first.child, stopChainMilliseconds);
    rmSync(this.#pidFile, { force: true });
  }

  #writePids(): void {
    const pids = this.#running.flatMap(({ launch, child }) =>
      child.pid ? [{ name: launch.name, pid: child.pid }] : [],
    );
    writeFileSync(this.#pidFile, JSON.stringify(pids));
  }

  async #stopLeftovers(): Promise<void> {
    let parts: { name: string; pid: number }[];
    try {
      parts = JSON.parse(readFileSync(this.#pidFile, "utf8"));
    } catch {
      return;
    }
    const leftovers = parts.filter(({ pid }) => leadsItsGroup(pid));
    for (const { pid } of leftovers) signalGroup(pid, "SIGTERM");
    const deadline = Date.now() + stopPartsMilliseconds;
    while (leftovers.some(({ pid }) => leadsItsGroup(pid)) && Date.now() < deadline)
      await delay(pollMilliseconds);
    for (const { pid } of leftovers) signalGroup(pid, "SIGKILL");
    while (leftovers.some(({ pid }) => leadsItsGroup(pid))) await delay(pollMilliseconds);
    rmSync(this.#pidFile, { force: true });
  }
}

/** Guards against a process id that was given to somebody else since: it must lead a group of its own. */
function leadsItsGroup(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The process's name stands in parentheses and may hold spaces and parentheses itself.
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(group) === pid && state !== "Z";
  } catch {
    return false;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

async function stopOne(child: ChildProcess, patienceMilliseconds: number): Promise<void> {
  if (!child.pid) return;
  const isRunning = child.exitCode === null && child.signalCode === null;
  const ended = isRunning && new Promise((resolve) => child.once("exit", resolve));
  if (ended) {
    signalGroup(child.pid, "SIGTERM");
    await Promise.race([ended, delay(patienceMilliseconds)]);
  }
  signalGroup(child.pid, "SIGKILL");
  await ended;
}

function lastLines(logFile: string | undefined): string {
  if (!logFile) return "";
  try {
    const lines = readFileSync(logFile, "utf8").trim().split("\n").slice(-3).join(" | ");
    return `It last said: ${lines.slice(-400)} (whole log: ${logFile})`;
  } catch {
    return "";
  }
}
