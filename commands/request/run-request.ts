import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { localChainId } from "@graphiti/protocol/chains.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { ArtCard } from "@graphiti/protocol/metadata.ts";
import { requireDeadline } from "@graphiti/protocol/order.ts";
import { prepareInput } from "@graphiti/protocol/prepare-input.ts";
import { type Finality, type Quote, quote } from "@graphiti/protocol/quote.ts";
import { serviceIdOf } from "@graphiti/protocol/services.ts";
import type { LotState } from "@graphiti/protocol/states.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { devAccount } from "../start/dev-accounts.ts";
import { runningStack } from "../start/stack-file.ts";
import { type DeliveredFile, deliver } from "./deliver.ts";
import { openEscrowSession } from "./escrow-session.ts";
import { followJob } from "./follow-job.ts";
import type { JobTransaction } from "./lot-records.ts";
import { postJob } from "./post-job.ts";

export type PictureRequest = {
  home: string;
  picture: string;
  service: string;
  out: string;
  card: ArtCard;
  royaltyBps: number;
  finality: Finality;
  deadlineSeconds?: number | undefined;
};

export type RequestResult =
  | { kind: "refunded"; jobId: string; transactions: JobTransaction[] }
  | {
      kind: "minted";
      tokenId: string;
      tokenUri: string;
      jobId: string;
      service: string;
      transactions: JobTransaction[];
      gas: bigint;
      seconds: number;
      file: DeliveredFile;
    };

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? "" : "s"}`;

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) fail("BAD_INPUT", `There is no file at ${path}.`);
}

/** The result's folder must take a file before anything is paid. */
async function requireRoomFor(out: string): Promise<void> {
  await access(dirname(out), constants.W_OK).catch((cause) =>
    fail("BAD_INPUT", `The result cannot be written to ${dirname(out)}.`, { cause }),
  );
}

/** One picture through the running local network, from a file to a verified file. */
export async function runRequest(
  request: PictureRequest,
  say: (sentence: string) => void,
): Promise<RequestResult> {
  const began = performance.now();
  await requireFile(request.picture);
  await requireRoomFor(request.out);
  const stack = runningStack(request.home);
  if (stack.chainId !== localChainId)
    fail("BAD_INPUT", "npm run request pays with play money, so it works with the local network only.", {
      nextStep: "Use the gallery.",
    });
  const deployment = await loadDeployment({ GRAPHITI_CHAIN: "local", DEPLOYMENT_FILE: stack.deploymentFile });
  const serviceId = serviceIdOf(deployment, request.service);
  const geometry = recipeOf(request.service);
  const store = openStore(
    readEnv({
      GATEWAY_URL: stack.urls.gateway,
      STORAGE: "embedded",
      EMBEDDED_STORE_TOKEN: readFileSync(stack.storeTokenFile, "utf8").trim(),
    }),
  );
  const session = openEscrowSession(deployment, stack.urls.rpc, devAccount("requester"));

  mkdirSync(join(request.home, "work"), { recursive: true });
  const workPath = join(request.home, "work", `${randomUUID()}.png`);
  let offer: Quote | undefined;
  const input = await prepareInput(request.picture, workPath, geometry, store, (picture) => {
    offer = quote(geometry, picture, deployment.rules, request.finality);
    requireDeadline(request.deadlineSeconds, offer, deployment.rules);
  });
  for (const notice of input.notices) say(notice);
  if (!offer) throw new Error("the picture was accepted without a quote");
  say(
    `${input.width} × ${input.height} becomes ${offer.width} × ${offer.height}: ${count(offer.tiles, "tile")} in ${count(offer.lots, "lot")}.`,
  );

  const { card, royaltyBps, deadlineSeconds } = request;
  const job = await postJob(session, store, {
    input,
    card,
    quote: offer,
    serviceId,
    royaltyBps,
    deadlineSeconds,
  });
  say(`Posted as job ${job.jobId}.`);
  const outcome = await followJob(session, job, (lots) => say(progressOf(lots.map(({ state }) => state))));
  if (outcome.kind !== "minted")
    return { kind: "refunded", jobId: job.jobId.toString(), transactions: outcome.transactions };
  const { tokenUri, file } = await deliver(session, store, job.jobId, request.out);
  return {
    kind: "minted",
    tokenId: job.jobId.toString(),
    tokenUri,
    jobId: job.jobId.toString(),
    service: request.service,
    transactions: outcome.transactions,
    gas: outcome.transactions.reduce((sum, { gas }) => sum + gas, 0n),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    file,
  };
}

function progressOf(states: readonly LotState[]): string {
  const [only] = states;
  if (only !== undefined && states.length === 1) return sentences[only];
  const tally = (["open", "claimed", "submitted", "final"] as const)
    .map((state) => ({ state, many: states.filter((each) => each === state).length }))
    .filter(({ many }) => many > 0);
  return `${states.length} lots: ${tally.map(({ state, many }) => `${many} ${state}`).join(", ")}.`;
}

const sentences: Record<LotState, string> = {
  open: "Waiting for a node …",
  claimed: "A node has claimed it and computes …",
  submitted: "Submitted; waiting until it is final …",
  final: "Final.",
  refunded: "Refunded.",
};
