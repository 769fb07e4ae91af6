import type { WallWork } from "../_components/wall.tsx";
import { saleStatesNow } from "../_data/market-figures.ts";
import type { TokenSummary } from "../_data/views.ts";
import { workRecord } from "./work-record.ts";

/** Works as they hang on a wall: with their pictures, and what they cost now. */
export async function wallWorks(tokens: TokenSummary[]): Promise<WallWork[]> {
  const saleOf = await saleStatesNow();
  return Promise.all(
    tokens.map(async (token) => ({
      tokenId: token.tokenId,
      record: await workRecord(token),
      sale: saleOf(token.market),
    })),
  );
}
