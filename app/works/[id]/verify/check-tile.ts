import { fail } from "@graphiti/protocol/errors.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import { type Picture, type Tile, tileAt } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import type { ServiceView } from "../../../_data/views.ts";
import { computeTile } from "../../../_engine/compute-tile.ts";
import type { ComputedTile, TileRequest } from "../../../_engine/messages.ts";
import { ApiProblem, galleryUnreachable, problemIn } from "../../../_wallet/problem.ts";
import type { GallerySettings } from "../../../_wallet/settings.ts";
import { readCommitments } from "./commitments.ts";
import { judgeTile } from "./judge-tile.ts";
import type { Claimed, DeliveredTile, Judgement } from "./judgement.ts";
import type { ProvedPixels, ProvedTile } from "./proved-tile.ts";

/** The work that is checked, as the page knows it. Geometry and size are hints: a wrong one leads to other digests. */
export type Subject = {
  tokenId: string;
  service: ServiceView;
  picture: Picture;
  /** The 32 bytes of a generated work. */
  params: Hex;
  settings: Pick<GallerySettings, "rpcUrl" | "addresses" | "gatewayUrl">;
};

export type Stage = "chain" | "tile" | "compute";

export type TileCheck = {
  tile: Tile;
  delivered: DeliveredTile;
  computed: ComputedTile;
  judgement: Judgement;
};

/**
 * Fetches one tile, computes it again in this browser, and compares it with what the token commits to.
 * @param say is told what is being done
 * @throws GraphitiError or ApiProblem with a sentence for the visitor; the signal's reason
 */
export async function checkTile(
  subject: Subject,
  index: number,
  say: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<TileCheck> {
  const tile = tileAt(subject.picture, subject.service.tileCore, index);
  say("chain");
  const commitments = await readCommitments(subject.settings, subject.tokenId);
  say("tile");
  const delivered = await fetchTile(subject.tokenId, index, signal);
  say("compute");
  const request = requestFor(subject, tile, delivered, commitments.modelDigest);
  const computed = await computeTile(request, signal);
  const judged = { planar: computed.pixels, ...computed };
  const made = subject.service.kind === serviceKinds.generate ? { params: subject.params } : {};
  const judgement = judgeTile(commitments, { ...delivered, ...made }, judged);
  return { tile, delivered, computed, judgement };
}

function requestFor(
  { service, picture, params, settings }: Subject,
  tile: Tile,
  { input }: DeliveredTile,
  modelDigest: Hex,
): TileRequest {
  if (service.kind === serviceKinds.generate) {
    const { x, y, width, height } = tile;
    return { kind: "generate", service: service.name, params, picture, rect: { x, y, width, height } };
  }
  if (!input) fail("SERVICE_UNKNOWN", "This page cannot compute works of this service.");
  return {
    kind: "network",
    service: service.name,
    modelDigest,
    modelUrl: new URL(`/ipfs/${service.modelCid}`, settings.gatewayUrl).href,
    pixels: input.planar,
    width: input.width,
    height: input.height,
    isAlpha: tile.plane === 1,
  };
}

async function fetchTile(tokenId: string, index: number, signal: AbortSignal): Promise<DeliveredTile> {
  const response = await fetch(`/works/${tokenId}/tiles/${index}`, { signal }).catch((thrown: unknown) => {
    throw signal.aborted ? thrown : new ApiProblem(galleryUnreachable);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiProblem(problemIn(body));
  const { input, output, ...rest } = body as ProvedTile;
  return { ...rest, ...(input && { input: claimed(input) }), output: claimed(output) };
}

function claimed({ pixels, width, height, proof }: ProvedPixels): Claimed {
  const planar = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
  if (planar.length !== 3 * width * height)
    fail("RESULT_DIFFERS", "The gallery's answer does not have its form.", {
      nextStep: "Reload the page and try again.",
    });
  return { planar, width, height, proof };
}
