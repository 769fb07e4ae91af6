import type { Claim, Submission } from "@graphiti/protocol/terms.ts";
import { type Hex, zeroHash } from "viem";
import { z } from "zod";
import { termsJson } from "./job-row.ts";
import { read } from "./query.ts";
import { address, digits, hex, optional, stored, whole } from "./shapes.ts";
import type { TermsJson } from "./views.ts";

/** A lot of tiles whose operator has something to take, with all that the market's `takeShare` wants to be told. */
export type OperatorShareView = {
  tokenId: string;
  lotId: string;
  tiles: number;
  jobTiles: number;
  /** What all sales of the work have put aside for all its lots. */
  accruedWei: string;
  /** What this lot can take now. */
  dueWei: string;
  terms: TermsJson;
  claim: Claim;
  submission: Submission;
};

const share = z.object({ accruedWei: digits, takenWei: digits });

/** What sales of a work have put aside for its operators, and what they have taken of it. */
export const shareOfWork = (tokenId: string): Promise<z.output<typeof share>> =>
  read(`/shares/works/${BigInt(tokenId)}`, share);

const lotRow = z
  .object({
    ...{ lotId: digits, tokenId: digits, tiles: z.number(), jobTiles: z.number() },
    ...{ accruedWei: digits, takenWei: digits, terms: termsJson },
    ...{ operator: address, price: digits, openSeconds: whole },
    ...{ outputRoot: hex, metadataDigest: optional(hex), seal: hex, l2Block: digits },
  })
  .transform((row): OperatorShareView => {
    const { lotId, tokenId, tiles, jobTiles, accruedWei, terms, operator, openSeconds, seal } = row;
    const { outputRoot, metadataDigest = zeroHash as Hex } = row;
    const earnedWei = (BigInt(accruedWei) * BigInt(tiles)) / BigInt(jobTiles);
    return {
      ...{ lotId, tokenId, tiles, jobTiles, accruedWei, terms },
      dueWei: String(earnedWei - BigInt(row.takenWei)),
      claim: { operator, price: BigInt(row.price), openSeconds },
      submission: { outputRoot, metadataDigest, seal, l2Block: BigInt(row.l2Block) },
    };
  });

/** The lots of an operator's with something to take, the newest first. */
export async function operatorShares(operator: string): Promise<OperatorShareView[]> {
  const lots = await read(`/shares/operators/${stored(operator)}`, z.array(lotRow));
  return lots.filter(({ dueWei }) => dueWei !== "0");
}
