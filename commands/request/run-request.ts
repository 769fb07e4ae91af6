import { readFileSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { localChainId } from "@graphiti/protocol/chains.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { ArtCard } from "@graphiti/protocol/metadata.ts";
import type { Finality } from "@graphiti/protocol/quote.ts";
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
import { prepareSource, requireSource, type Source } from "./prepare-source.ts";

export type PictureRequest = {
  home: string;
  source: Source;
  service: string;
  out: string;
  card: ArtCard;
  royaltyBps: number;
  operatorShareBps: number;
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
  await requireSource(request.source);
  await requireRoomFor(request.out);
  const stack = runningStack(request.home);
  if (stack.chainId !== localChainId)
    fail("BAD_INPUT", "npm run request pays with play money, so it works with the local network only.", {
      nextStep: "Use the gallery.",
    });
  const deployment = await loadDeployment({ GRAPHITI_CHAIN: "local", DEPLOYMENT_FILE: stack.deploymentFile });
  const serviceId = serviceIdOf(deployment, request.service);
  const store = openStore(
    readEnv({
      GATEWAY_URL: stack.urls.gateway,
      STORAGE: "embedded",
      EMBEDDED_STORE_TOKEN: readFileSync(stack.storeTokenFile, "utf8").trim(),
    }),
  );
  const session = openEscrowSession(deployment, stack.urls.rpc, devAccount("requester"));

  const { card, royaltyBps, operatorShareBps, finality, deadlineSeconds } = request;
  const { input, offer } = await prepareSource(
    request.source,
    { recipe: recipeOf(request.service), finality, deadlineSeconds },
    { deployment, store, indexerUrl: stack.urls.indexer, galleryUrl: stack.urls.gallery, home: request.home },
  );
  for (const notice of input.notices) say(notice);
  const result = `${offer.width} × ${offer.height}`;
  const what = input.params ? `${result} from a seed` : `${input.width} × ${input.height} becomes ${result}`;
  say(`${what}: ${count(offer.tiles, "tile")} in ${count(offer.lots, "lot")}.`);

  const job = await postJob(session, store, {
    input,
    card,
    quote: offer,
    serviceId,
    royaltyBps,
    operatorShareBps,
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
