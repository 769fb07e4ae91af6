import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexerHealth } from "../../../app/_data/health.ts";
import { type Anvil, startAnvil } from "./anvil.ts";
import { type ChainClient, chainClient } from "./chain-client.ts";
import { deploy } from "./deploy.ts";
import { IndexerProcess } from "./indexer-process.ts";
import { Play } from "./play.ts";
import { until } from "./until.ts";

/** A chain with our contracts and, once started, an indexer on it that the gallery's reads go to. */
export class Stage {
  readonly home: string;
  readonly deploymentFile: string;
  anvil!: Anvil;
  client!: ChainClient;
  play!: Play;
  indexer!: IndexerProcess;
  url!: string;

  static async open(): Promise<Stage> {
    const stage = new Stage(await mkdtemp(join(tmpdir(), "graphiti-indexer-")));
    await stage.startChain();
    return stage;
  }

  private constructor(home: string) {
    this.home = home;
    this.deploymentFile = join(home, "deployment.json");
  }

  async startChain(port?: number): Promise<void> {
    this.anvil = await startAnvil(port);
    this.client = chainClient(this.anvil.url);
    this.play = new Play(this.client, await deploy(this.client, this.anvil.url, this.deploymentFile));
  }

  launchIndexer(more: { port?: number; databaseUrl?: string } = {}): IndexerProcess {
    const { home, deploymentFile } = this;
    this.indexer = new IndexerProcess({ home, deploymentFile, rpcUrl: this.anvil.url, ...more });
    return this.indexer;
  }

  async startIndexer(more: { databaseUrl?: string } = {}): Promise<void> {
    this.url = await this.launchIndexer(more).ready();
    process.env.INDEXER_URL = this.url;
    process.env.DEPLOYMENT_FILE = this.deploymentFile;
  }

  /** Waits until the index holds the newest block. */
  async indexed(): Promise<void> {
    const head = Number(await this.client.getBlockNumber());
    await until(`block ${head} indexed`, async () => (await indexerHealth()).block.number >= head);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.indexer?.stop("SIGKILL");
    await this.anvil?.stop("SIGKILL");
    await rm(this.home, { recursive: true, force: true });
  }
}
