import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { childEnv, type Env, readEnv } from "@graphiti/protocol/env.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { buildContracts, buildGallery } from "./build.ts";
import { startChain } from "./chain.ts";
import { deployLocal } from "./deploy-local.ts";
import { enrolNode } from "./operator.ts";
import type { Ports } from "./options.ts";
import { makeSecrets } from "./secrets.ts";
import type { StackFile } from "./stack-file.ts";
import type { Steps } from "./steps.ts";
import type { Supervisor } from "./supervisor.ts";

type Surroundings = { home: string; ports: Ports; supervisor: Supervisor; steps: Steps };

const typescript = ["--disable-warning=ExperimentalWarning"];
const answersOk = (url: string) => async () => (await fetch(url)).ok;

/** Everything that belongs to one run of the local network; it dies with `--fresh`. */
const stateFolders = [
  "chain",
  "store",
  "indexer",
  "phaestus",
  "sample",
  "derivatives",
  "deployment.json",
  "work",
];

export function forgetState(home: string): void {
  for (const name of stateFolders) rmSync(join(home, name), { recursive: true, force: true });
}

/** Brings up all parts of the local network, side by side where they do not need each other. */
export async function startNetwork({ home, ports, supervisor, steps }: Surroundings): Promise<StackFile> {
  const secrets = makeSecrets(home);
  const deploymentFile = join(home, "deployment.json");
  const urls = {
    gallery: `http://127.0.0.1:${ports.gallery}`,
    rpc: `http://127.0.0.1:${ports.chain}`,
    gateway: `http://127.0.0.1:${ports.store}`,
    indexer: `http://127.0.0.1:${ports.indexer}`,
  };
  const settings: { [Name in keyof Env]?: string } = {
    GRAPHITI_CHAIN: "local",
    GRAPHITI_HOME: home,
    RPC_URL: urls.rpc,
    DEPLOYMENT_FILE: deploymentFile,
    STORAGE: "embedded",
    GATEWAY_URL: urls.gateway,
    EMBEDDED_STORE_DIRECTORY: join(home, "store"),
    EMBEDDED_STORE_PORT: String(ports.store),
    EMBEDDED_STORE_TOKEN: readFileSync(secrets.storeToken, "utf8").trim(),
    INDEXER_URL: urls.indexer,
    INDEXER_PORT: String(ports.indexer),
    GALLERY_URL: urls.gallery,
    PHAESTUS_HOME: join(home, "phaestus"),
    PHAESTUS_PASSWORD_FILE: secrets.nodePassword,
    PHAESTUS_METRICS_PORT: String(ports.node),
    FAUCET_KEY_FILE: secrets.faucetKey,
  };
  const env = childEnv(settings);
  const launch = (name: string, program: string, args: string[]) =>
    supervisor.start({ name, program, args, env: { ...env, NEXT_TELEMETRY_DISABLED: "1" }, revive: true });

  const chain = steps.run("Chain", () => startChain(supervisor, steps, home, ports.chain));
  const built = steps.run("Contracts compiled", buildContracts);
  const store = chain.then(() =>
    steps.run("Store and gateway", async () => {
      launch("store", process.execPath, [...typescript, "protocol/storage/embedded/main.ts"]);
      await supervisor.ready("store", async () => (await fetch(urls.gateway)).status > 0, 30);
      return openStore(readEnv(settings));
    }),
  );
  const gallery = steps.run("Gallery built", buildGallery);
  const deployed = steps.run("Contracts deployed, service registered", async () => {
    await Promise.all([chain, built]);
    return deployLocal(urls.rpc, deploymentFile, await store);
  });
  const indexed = deployed.then(() =>
    steps.run("Indexer", async () => {
      launch("indexer", process.execPath, [...typescript, "indexer/main.ts"]);
      await supervisor.ready("indexer", answersOk(`${urls.indexer}/ready`), 120);
    }),
  );
  const node = deployed.then((deployment) =>
    steps.run("Phaestus node", async () => {
      await enrolNode(deployment, urls.rpc, env);
      launch("node", process.execPath, [...typescript, "node-worker/phaestus.ts", "start", "--stop-at-once"]);
      await supervisor.ready("node", answersOk(`http://127.0.0.1:${ports.node}/ready`), 120);
    }),
  );
  const open = Promise.all([gallery, deployed]).then(() =>
    steps.run("Gallery", async () => {
      launch("gallery", "next", ["start", "-H", "127.0.0.1", "-p", String(ports.gallery)]);
      await supervisor.ready("gallery", answersOk(`${urls.gallery}/api/health`), 60);
    }),
  );
  const deployment: Deployment = await deployed;
  await Promise.all([indexed, node, open]);
  const { chainId, addresses } = deployment;
  return { urls, chainId, addresses, pid: process.pid, deploymentFile, storeTokenFile: secrets.storeToken };
}
