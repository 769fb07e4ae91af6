import type { Hex } from "viem";
import { z } from "zod";
import { jobOutputRoot, tilesRoot } from "./digests.ts";
import { fail } from "./errors.ts";
import { generateLink, largestAlike } from "./generate-link.ts";
import { decodeGenerateParams, type GenerateParams } from "./generate-params.ts";
import { type TileDigest, tileDigestsOf } from "./picture/input-root.ts";
import { receiptNumber } from "./picture/receipt-address.ts";
import { maxGeneratedSide } from "./quote.ts";

/** How generating services cut a picture. Without halo and scale, a picture is its own input. */
export const generatorGeometry = { scale: 1, tileCore: 256, halo: 0 } as const;

/** A minted work that one of our generators made. */
export type GeneratedWork = { jobId: string; serviceId: number; params: GenerateParams };

type FoundPicture = {
  path: string;
  width: number;
  height: number;
  hasAlpha: boolean;
  /** Where the file says that its receipt is. */
  receiptUrl?: string | undefined;
};

/** Where works are looked up, and where their receipts are. */
type Gallery = { indexerUrl: string; galleryUrl: string };

const timeoutMs = 5_000;

const paintedOver =
  "Enlarging it would only lose quality: render it larger from the same seed. If you painted over it, save it without the copy's metadata.";

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

const decoded = (found: z.output<typeof workShape> | null): GeneratedWork | undefined =>
  found ? { ...found, params: decodeGenerateParams(found.params) } : undefined;

/**
 * The minted generated work that has exactly these pixels. The tiles are hashed only if some generated work has
 * that size.
 * @param picture canonical PNG on disk
 * @param indexerUrl an index that is asked; whatever keeps it from answering is thrown
 */
export async function findGeneratedWork(
  picture: Omit<FoundPicture, "receiptUrl">,
  indexerUrl: string,
): Promise<GeneratedWork | undefined> {
  const { path, width, height, hasAlpha } = picture;
  if (hasAlpha || Math.max(width, height) > maxGeneratedSide) return undefined;
  const cuts = await ask(new URL(`/generated/cuts?width=${width}&height=${height}`, indexerUrl), cutsShape);
  if (cuts.length === 0) return undefined;
  const tiles = await tileDigestsOf(path, generatorGeometry);
  const search = new URLSearchParams(cuts.map((cut) => ["root", rootOfCut(tiles, cut)]));
  return decoded(await ask(new URL(`/generated/work?${search}`, indexerUrl), workShape.nullable()));
}

/**
 * The minted generated work that a file calls itself a copy of, and whose size it has: JPEG and WebP keep no pixel as
 * it was. What the file says is not trusted, only looked up.
 * @throws whatever keeps the index from answering
 */
export async function findReceiptedWork(
  { width, height, receiptUrl = "" }: Pick<FoundPicture, "width" | "height" | "receiptUrl">,
  { indexerUrl, galleryUrl }: Gallery,
): Promise<GeneratedWork | undefined> {
  const id = receiptNumber(receiptUrl, galleryUrl);
  if (id === undefined) return undefined;
  const search = new URLSearchParams({ id, width: String(width), height: String(height) });
  return decoded(await ask(new URL(`/generated/numbered?${search}`, indexerUrl), workShape.nullable()));
}

/**
 * Refuses a picture that was generated here, or a copy of one, and says where to render it larger. It is a courtesy:
 * an index that does not answer keeps nobody from going on.
 * @throws UPSCALE_OF_GENERATED
 */
export async function refuseGenerated(
  picture: FoundPicture,
  gallery: Gallery,
  serviceName: (serviceId: number) => string,
): Promise<void> {
  const same = await findGeneratedWork(picture, gallery.indexerUrl).catch(() => undefined);
  const work = same ?? (await findReceiptedWork(picture, gallery).catch(() => undefined));
  if (!work) return;
  const { width, height } = picture;
  const service = serviceName(work.serviceId);
  const path = generateLink(largestAlike({ service, params: work.params, width, height }));
  fail(
    "UPSCALE_OF_GENERATED",
    `This picture is ${same ? "" : "a copy of "}work ${work.jobId}, which was generated here at ${width} × ${height}.`,
    {
      wayOut: { path, name: "Render it larger" },
      ...(!same && { nextStep: paintedOver }),
    },
  );
}
