import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { buildContracts } from "./build.ts";
import { startChain } from "./chain.ts";
import { deployLocal } from "./deploy-local.ts";
import { devOperator } from "./dev-accounts.ts";
import { enrolNode } from "./operator.ts";
import { partsOf, type Settings, type Surroundings, urlsFor } from "./parts.ts";
import { mintSample } from "./sample.ts";
import { makeSecrets } from "./secrets.ts";
import { type StackFile, writeStackFile } from "./stack-file.ts";

/** Everything that belongs to one life of the local network; it dies with `--fresh`. */
const state = [
  "chain",
  "store",
  "indexer",
  "phaestus",
  "sample",
  "derivatives",
  "deployment.json",
  "work",
  ...["orders", "curation", "titles"].flatMap((name) =>
    ["", "-wal", "-shm"].map((end) => `${name}.sqlite${end}`),
  ),
];

export function forgetState(home: string): void {
  for (const name of state) rmSync(join(home, name), { recursive: true, force: true });
}

/**
 * Brings up all parts of the local network, side by side where they do not need each other, and mints
 * the sample while the gallery is being built.
 */
export async function startLocalNetwork(around: Surroundings & { blockSeconds: number }): Promise<StackFile> {
  const { home, ports, blockSeconds, supervisor, steps } = around;
  const secrets = makeSecrets(home);
  const deploymentFile = join(home, "deployment.json");
  const urls = urlsFor(ports);
  const settings: Settings = {
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
    PHAESTUS_PASSWORD_FILE: secrets.nodePassword,
    FAUCET_KEY_FILE: secrets.faucetKey,
    C2PA_CERTIFICATE: secrets.c2paCertificate,
    C2PA_KEY: secrets.c2paKey,
  };
  const parts = partsOf(around, settings);

  const chain = steps.run("Chain", () =>
    startChain(supervisor, steps, home, { port: ports.chain, blockSeconds }),
  );
  const compiled = steps.run("Contracts compiled", buildContracts);
  const store = parts.store();
  const deployed = Promise.all([chain, compiled, store]).then(() =>
    steps.run("Contracts deployed, services registered", () =>
      deployLocal(urls.rpc, deploymentFile, openStore(readEnv(settings))),
    ),
  );
  const built = compiled.then(parts.galleryBuilt);
  const startNode = async (deployment: Deployment, number: number, port: number) => {
    const own = {
      ...parts.env,
      PHAESTUS_HOME: join(home, "phaestus", String(number)),
      PHAESTUS_METRICS_PORT: String(port),
    };
    await steps.run(`Operator ${number} staked, machine key registered`, () =>
      enrolNode(deployment, urls.rpc, own, devOperator(number)),
    );
    await parts.node(number, own);
  };
  const nodes = deployed.then((deployment) =>
    Promise.all(ports.nodes.map((port, index) => startNode(deployment, index + 1, port))),
  );
  const indexer = deployed.then(parts.indexer);
  const gallery = Promise.all([built, deployed]).then(parts.gallery);
  // The first failure is reported; the parts that fail in its wake must not bring the process down.
  for (const part of [store, built, nodes, indexer, gallery]) part.catch(() => {});

  const { chainId, addresses } = await deployed;
  await nodes;
  const stack: StackFile = {
    urls,
    chainId,
    addresses,
    pid: process.pid,
    deploymentFile,
    storeTokenFile: secrets.storeToken,
  };
  writeStackFile(home, stack);
  // Without a node nobody would compute it, and without three of them not all checks would come.
  const finality = ports.nodes.length > 2 ? "checked" : "cheap";
  const sample =
    ports.nodes.length > 0 && mintSample(home, finality, (title, work) => steps.run(title, work));
  await Promise.all([indexer, gallery, sample]);
  return stack;
}
