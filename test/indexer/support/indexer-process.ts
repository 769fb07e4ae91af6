import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { childEnv } from "@graphiti/protocol/env.ts";
import { until } from "./until.ts";

const main = fileURLToPath(new URL("../../../indexer/main.ts", import.meta.url));

export type IndexerSettings = {
  home: string;
  rpcUrl: string;
  deploymentFile: string;
  port?: number;
  databaseUrl?: string;
};

/** The indexer as `npm start` runs it, in a process of its own. */
export class IndexerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  output = "";

  constructor(settings: IndexerSettings) {
    this.#child = spawn(process.execPath, [main], {
      env: childEnv({
        GRAPHITI_CHAIN: "local",
        GRAPHITI_HOME: settings.home,
        RPC_URL: settings.rpcUrl,
        DEPLOYMENT_FILE: settings.deploymentFile,
        INDEXER_PORT: String(settings.port ?? 0),
        DATABASE_URL: settings.databaseUrl ?? "",
      }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "exit");
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => {
        this.output += text;
      });
  }

  /** Waits for the n-th "Indexer ready" and returns its URL. */
  async ready(count = 1): Promise<string> {
    return until(
      "indexer ready",
      async () => {
        if (this.#child.exitCode !== null) throw new Error(`The indexer ended: ${this.output}`);
        return [...this.output.matchAll(/Indexer ready: (\S+)/g)][count - 1]?.[1];
      },
      120_000,
    );
  }

  /** Exit code, or the signal that ended it. */
  async ended(): Promise<unknown> {
    const [code, signal] = await this.#ended;
    return code ?? signal;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<unknown> {
    this.#child.kill(signal);
    return this.ended();
  }

  /** Processes that it started, by id. */
  children(): number[] {
    const parentOf = (pid: string) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1]);
      } catch {
        return undefined;
      }
    };
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return all.filter((pid) => parentOf(pid) === this.#child.pid).map(Number);
  }
}
