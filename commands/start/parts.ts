import { childEnv, type Env } from "@graphiti/protocol/env.ts";
import { buildGallery } from "./build.ts";
import type { Ports } from "./options.ts";
import type { Steps } from "./steps.ts";
import type { Supervisor } from "./supervisor.ts";

export type Settings = { [Name in keyof Env]?: string };

/** What every start has at hand. */
export type Surroundings = { home: string; ports: Ports; supervisor: Supervisor; steps: Steps };

const typescript = ["--disable-warning=ExperimentalWarning"];

export const answersOk = (url: string) => async () => (await fetch(url)).ok;

const here = (port: number) => `http://127.0.0.1:${port}`;

export function urlsFor(ports: Ports, rpcUrl = here(ports.chain)) {
  return {
    gallery: here(ports.gallery),
    rpc: rpcUrl,
    gateway: here(ports.store),
    indexer: here(ports.indexer),
  };
}

/** The parts that both the local network and a public chain have; each resolves when it is ready. */
export function partsOf({ ports, supervisor, steps }: Surroundings, settings: Settings) {
  const env = childEnv({ ...settings, NEXT_TELEMETRY_DISABLED: "1" });
  const urls = urlsFor(ports);
  const launch = (name: string, program: string, args: string[], own = env) =>
    supervisor.start({ name, program, args, env: own, revive: true });

  return {
    env,
    store: () =>
      steps.run("Store and gateway", async () => {
        launch("store", process.execPath, [...typescript, "protocol/storage/embedded/main.ts"]);
        await supervisor.ready("store", async () => (await fetch(urls.gateway)).status > 0, 30);
      }),
    indexer: () =>
      steps.run("Indexer", async () => {
        launch("indexer", process.execPath, [...typescript, "indexer/main.ts"]);
        await supervisor.ready("indexer", answersOk(`${urls.indexer}/ready`), 120);
      }),
    /** @param number counted from 1 */
    node: (number: number, own: NodeJS.ProcessEnv) =>
      steps.run(`Phaestus node ${number}`, async () => {
        const name = `node-${number}`;
        const args = ["node-worker/phaestus.ts", "start", "--stop-at-once"];
        launch(name, process.execPath, [...typescript, ...args], own);
        await supervisor.ready(name, answersOk(`${here(ports.nodes[number - 1] ?? 0)}/ready`), 120);
      }),
    galleryBuilt: () => steps.run("Gallery built", buildGallery),
    gallery: () =>
      steps.run("Gallery", async () => {
        launch("gallery", "next", ["start", "-H", "127.0.0.1", "-p", String(ports.gallery)]);
        await supervisor.ready("gallery", answersOk(`${urls.gallery}/api/health`), 60);
      }),
  };
}
