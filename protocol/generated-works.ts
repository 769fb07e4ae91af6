import type { Hex } from "viem";
import { z } from "zod";
import { jobOutputRoot, tilesRoot } from "./digests.ts";
import { fail } from "./errors.ts";
import { generateLink, largestAlike } from "./generate-link.ts";
import { decodeGenerateParams, type GenerateParams } from "./generate-params.ts";
import { type TileDigest, tileDigestsOf } from "./picture/input-root.ts";
import { maxGeneratedSide } from "./quote.ts";

/** How generating services cut a picture. Without halo and scale, a picture is its own input. */
export const generatorGeometry = { scale: 1, tileCore: 256, halo: 0 } as const;

/** A minted work that one of our generators made. */
export type GeneratedWork = { jobId: string; serviceId: number; params: GenerateParams };

type FoundPicture = { path: string; width: number; height: number; hasAlpha: boolean };

const timeoutMs = 5_000;

const cutsShape = z.array(z.number().int().min(1).max(65_535));
const workShape = z.object({
  jobId: z.string().regex(/^\d{1,78}$/),
  serviceId: z.number().int(),
  params: z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]),
});

async function ask<Shape extends z.ZodType>(url: URL, shape: Shape): Promise<z.output<Shape>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`the index answered HTTP ${response.status}`);
  return shape.parse(await response.json());
}

/** A job's output root, had its tiles been cut into lots of so many. */
export function rootOfCut(tiles: readonly TileDigest[], tilesPerLot: number): Hex {
  const lots = Math.ceil(tiles.length / tilesPerLot);
  return jobOutputRoot(
    Array.from({ length: lots }, (_, lot) =>
      tilesRoot(tiles.slice(lot * tilesPerLot, (lot + 1) * tilesPerLot)),
    ),
  );
}

/**
 * The minted generated work that has exactly these pixels. The tiles are hashed only if some generated work has
 * that size.
 * @param picture canonical PNG on disk
 * @param indexerUrl an index that is asked; whatever keeps it from answering is thrown
 */
export async function findGeneratedWork(
  picture: FoundPicture,
  indexerUrl: string,
): Promise<GeneratedWork | undefined> {
  const { path, width, height, hasAlpha } = picture;
  if (hasAlpha || Math.max(width, height) > maxGeneratedSide) return undefined;
  const cuts = await ask(new URL(`/generated/cuts?width=${width}&height=${height}`, indexerUrl), cutsShape);
  if (cuts.length === 0) return undefined;
  const tiles = await tileDigestsOf(path, generatorGeometry);
  const search = new URLSearchParams(cuts.map((cut) => ["root", rootOfCut(tiles, cut)]));
  const found = await ask(new URL(`/generated/work?${search}`, indexerUrl), workShape.nullable());
  return found ? { ...found, params: decodeGenerateParams(found.params) } : undefined;
}

/**
 * Refuses a picture that was generated here, and says where to render it larger. It is a courtesy: an index that
 * does not answer keeps nobody from going on.
 * @param serviceName tells the name of a service
 * @throws UPSCALE_OF_GENERATED
 */
export async function refuseGenerated(
  picture: FoundPicture,
  indexerUrl: string,
  serviceName: (serviceId: number) => string,
): Promise<void> {
  const work = await findGeneratedWork(picture, indexerUrl).catch(() => undefined);
  if (!work) return;
  const { width, height } = picture;
  const service = serviceName(work.serviceId);
  const path = generateLink(largestAlike({ service, params: work.params, width, height }));
  fail(
    "UPSCALE_OF_GENERATED",
    `This picture is work ${work.jobId}, which was generated here at ${width} × ${height}.`,
    { wayOut: { path, name: "Render it larger" } },
  );
}
