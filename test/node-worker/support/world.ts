import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { childEnv, type Env, readEnv } from "@graphiti/protocol/env.ts";
import type { FinalityClass } from "@graphiti/protocol/escrow-rules.ts";
import { parseArtCard } from "@graphiti/protocol/metadata.ts";
import { orderFor } from "@graphiti/protocol/order.ts";
import { prepareInput } from "@graphiti/protocol/prepare-input.ts";
import { quote } from "@graphiti/protocol/quote.ts";
import { serveGateway } from "@graphiti/protocol/storage/embedded/gateway.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { storeCard } from "@graphiti/protocol/store-card.ts";
import { jobIdOf, lotIdOf, noParams, type Order, type Work } from "@graphiti/protocol/terms.ts";
import { type LocalAccount, parseEther, parseEventLogs } from "viem";
import { readChainConfig } from "../../../commands/deploy/chain-config.ts";
import { deployGraphiti } from "../../../commands/deploy/deploy-graphiti.ts";
import { artist, deployer, operator } from "./accounts.ts";
import { type Anvil, startAnvil } from "./anvil.ts";
import { phaestus } from "./node-process.ts";
import { paintPng } from "./pictures.ts";
import { sender } from "./sender.ts";

/** Side of a tile of the second service, in pixels: small pictures have several tiles. */
const smallCore = 16;
/** Its id. */
export const smallService = 2;

const token = "a token for tests only";
export const password = "a password for tests only";

type Overrides = { -readonly [Name in keyof Env]?: string };
export type World = Awaited<ReturnType<typeof startWorld>>;

type Setting = {
  /** Replaces the time that a submitted lot waits, in all classes of the local network. */
  windowSeconds?: number;
  /** In place of the local network's classes. */
  classes?: FinalityClass[];
  /** Mines a block this often, and none at once. */
  blockSeconds?: number;
};

/** A chain with the contracts and the service, and a store: everything that a node needs around it. */
export async function startWorld({ windowSeconds = 3, classes, blockSeconds = 0 }: Setting = {}) {
  const anvil = await startAnvil({ blockSeconds });
  try {
    return await furnish(anvil, windowSeconds, classes);
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}

async function furnish(anvil: Anvil, windowSeconds: number, given?: FinalityClass[]) {
  const home = mkdtempSync(join(tmpdir(), "phaestus-test-"));
  const send = (account: LocalAccount) => sender(anvil.url, anvil.reader, account);
  const config = await readChainConfig("local");
  const classes =
    given ?? config.rules.classes.map((finality) => ({ ...finality, fastSeconds: 0, windowSeconds }));
  const rules = { ...config.rules, classes };
  const deployed = await deployGraphiti({
    rpcUrl: anvil.url,
    account: deployer,
    config: { ...config, rules },
  });
  const [recipe] = catalogue as readonly [ServiceRecipe];
  const registry = { address: deployed.addresses.registry, abi: serviceRegistryAbi } as const;
  const { kind, scale, tileCore, halo, channels, probeLayer, modelDigest } = recipe;
  const service = { kind, scale, tileCore, halo, channels, probeLayer, modelDigest };
  await send(deployer).call(registry, "register", [service, "b".repeat(59)]);
  await send(deployer).call(registry, "register", [{ ...service, tileCore: smallCore }, "b".repeat(59)]);
  const small: ServiceRecipe = { ...recipe, tileCore: smallCore };
  const deployment = { ...deployed, services: [{ name: recipe.name, id: 1 }] };
  const deploymentFile = join(home, "deployment.json");
  writeFileSync(deploymentFile, JSON.stringify(deployment));
  const passwordFile = join(home, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const storeDirectory = join(home, "store");
  let gateway = await serveGateway({ directory: storeDirectory, port: 0, token });
  const port = Number(new URL(gateway.url).port);
  const settings: Overrides = {
    GRAPHITI_CHAIN: "local",
    GRAPHITI_HOME: home,
    RPC_URL: anvil.url,
    DEPLOYMENT_FILE: deploymentFile,
    STORAGE: "embedded",
    GATEWAY_URL: gateway.url,
    EMBEDDED_STORE_TOKEN: token,
    PHAESTUS_PASSWORD_FILE: passwordFile,
    PHAESTUS_SESSIONS: "2",
  };
  const env = (more: Overrides = {}) => childEnv({ ...settings, ...more });
  const store = openStore(readEnv(settings));
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;

  async function events(jobId: bigint) {
    const logs = await anvil.reader.getContractEvents({ ...escrow, fromBlock: 0n, strict: true });
    return logs.filter(
      ({ args }) =>
        ("lotId" in args && jobIdOf(args.lotId) === jobId) || ("jobId" in args && args.jobId === jobId),
    );
  }

  return {
    home,
    anvil,
    deployment,
    store,
    settings,
    env,
    escrow,
    operator,
    artist,
    send,
    /** Does what an operator does by hand: registers the machine key, stakes, pays for gas. */
    async enrol(more: Overrides = {}, by: LocalAccount = operator) {
      const { output } = await phaestus(env(more), "key", "--operator", by.address, "--json");
      const { key, deadline, signature } = JSON.parse(output);
      await send(by).call(escrow, "registerKey", [key, BigInt(deadline), signature]);
      await send(by).call(escrow, "stake", [], parseEther("1"));
      await send(by).pay(key, parseEther("1"));
      return key as `0x${string}`;
    },
    /** The service with tiles of the usual size, whose id is 1. */
    recipe,
    /** The service {@link smallService}. */
    small,
    /** Posts a job for a painted picture, with parts of the work and of the order replaced. */
    async post(
      width: number,
      height: number,
      hasAlpha = false,
      replaced: Partial<Work> & { cid?: string } = {},
      wishes: Partial<Order> = {},
    ) {
      const used = replaced.serviceId === smallService ? small : recipe;
      const file = await paintPng(join(home, `input-${width}x${height}.png`), width, height, hasAlpha);
      const input = await prepareInput(file, join(home, "work.png"), used, store, () => {});
      const { cardDigest } = await storeCard(store, parseArtCard({ title: `Test ${width} × ${height}` }));
      const { cid = input.inputCid, ...parts } = replaced;
      const { inputRoot, inputDigest } = input;
      const work = {
        serviceId: 1,
        width,
        height,
        hasAlpha,
        params: noParams,
        inputRoot,
        inputDigest,
        cardDigest,
      };
      const { timestamp } = await anvil.reader.getBlock();
      const now = Math.max(Number(timestamp), Math.floor(Date.now() / 1000));
      const asked = quote(used, input, deployment.rules);
      const plain = orderFor(asked, { artist: artist.address, royaltyBps: 0 }, now);
      const order = { ...plain, deadline: now + 7_200, ...wishes };
      const args = [order, { ...work, ...parts }, cid];
      const { logs } = await send(artist).call(escrow, "post", args, order.maxPrice);
      const [posted] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Posted" });
      if (!posted) throw new Error("the post left no event");
      return posted.args.jobId;
    },
    job: (jobId: bigint) => anvil.reader.readContract({ ...escrow, functionName: "jobs", args: [jobId] }),
    lot: (jobId: bigint) =>
      anvil.reader.readContract({ ...escrow, functionName: "lots", args: [lotIdOf(jobId, 0)] }),
    /** Names of the escrow's events about one lot, in order. */
    async story(jobId: bigint): Promise<string[]> {
      const lotId = lotIdOf(jobId, 0);
      const logs = await events(jobId);
      return logs
        .filter(({ args }) => !("lotId" in args) || args.lotId === lotId)
        .map(({ eventName }) => eventName);
    },
    /** The escrow's events about a job and its lots, in order. */
    events,
    closeGateway: () => gateway.close(),
    async openGateway() {
      gateway = await serveGateway({ directory: storeDirectory, port, token });
    },
    async stop() {
      await gateway.close();
      await anvil.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
