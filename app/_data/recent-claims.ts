import { z } from "zod";
import { query } from "./query.ts";
import { digits, listOf, whole } from "./shapes.ts";

/** A claim of a lot of tiles: what each tile was paid, in wei, and how long the lot had been open. */
export type ClaimView = { weiPerTile: bigint; openSeconds: number };

const claimRow = z.object({ price: digits, tiles: z.number(), openSeconds: whole }).transform(
  ({ price, tiles, openSeconds }): ClaimView => ({
    weiPerTile: BigInt(price) / BigInt(tiles),
    openSeconds,
  }),
);

const enough = 24;

/** The newest claims for a service, from which the next one can be guessed. */
export async function recentClaims(serviceId: number): Promise<ClaimView[]> {
  const { jobs } = await query(
    z.object({ jobs: listOf(z.object({ lots: listOf(claimRow) })) }),
    `query ($serviceId: Int!, $limit: Int!) {
      jobs(where: { serviceId: $serviceId }, orderBy: "id", orderDirection: "desc", limit: $limit) { items {
        lots(where: { kind: tiles, price_gt: "0", openSeconds_not: null }, limit: $limit) {
          items { price tiles openSeconds }
        }
      } }
    }`,
    { serviceId, limit: enough },
  );
  return jobs.flatMap(({ lots }) => lots).slice(0, enough);
}
