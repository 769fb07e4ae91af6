import { z } from "zod";
import { jobFields, jobRow, jobSummary, jobView, summaryFields, summaryRow } from "./job-row.ts";
import { type PageRequest, pageOf, pageVariables } from "./page.ts";
import { query } from "./query.ts";
import { serviceNames } from "./services.ts";
import { address, digits, hex, listOf, stored, whole } from "./shapes.ts";
import { standingFields, standingRow, standingView } from "./standing.ts";
import type { Page, TokenSummary, TokenView } from "./views.ts";

const ownFields = `id owner metadataDigest uri mintedAt ${standingFields}`;

const bareRow = standingRow.extend({
  id: digits,
  owner: address,
  metadataDigest: hex,
  uri: z.string(),
  mintedAt: whole,
});
const tokenRow = bareRow.extend({ job: jobRow });
const tokenSummaryRow = bareRow.extend({ job: summaryRow });

/** A token by its decimal id, which is its job's; `undefined` where there is none (yet). */
export async function getToken(tokenId: string): Promise<TokenView | undefined> {
  if (!/^\d{1,73}$/.test(tokenId)) return undefined;
  const { token } = await query(
    z.object({ token: tokenRow.nullable() }),
    `${jobFields} query ($id: BigInt!) { token(id: $id) { ${ownFields} job { ...jobFields } } }`,
    { id: tokenId },
  );
  return token ? { ...renamed(token), job: jobView(token.job, await serviceNames()) } : undefined;
}

/** Minted works, newest first; with `owner`, only that account's; none of `without`. */
export async function listTokens({
  owner,
  without = [],
  ...page
}: PageRequest & { owner?: string; without?: string[] } = {}): Promise<Page<TokenSummary>> {
  const { before, limit } = pageVariables(page);
  const { tokens } = await query(
    z.object({ tokens: listOf(tokenSummaryRow) }),
    `${summaryFields} query ($where: tokenFilter!, $limit: Int!) {
      tokens(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
        items { ${ownFields} job { ...summaryFields } }
      }
    }`,
    {
      where: {
        ...(owner && { owner: stored(owner) }),
        ...(without.length > 0 && { id_not_in: without }),
        id_lt: before,
      },
      limit,
    },
  );
  const nameOf = await serviceNames();
  return pageOf(
    tokens.map((row) => ({ ...renamed(row), job: jobSummary(row.job, nameOf) })),
    limit,
    (token) => token.tokenId,
  );
}

/** These works, in this order; those that the index does not have (yet) are left out. */
export async function tokensOf(tokenIds: string[]): Promise<TokenSummary[]> {
  if (tokenIds.length === 0) return [];
  const { tokens } = await query(
    z.object({ tokens: listOf(tokenSummaryRow) }),
    `${summaryFields} query ($ids: [BigInt!]!, $limit: Int!) {
      tokens(where: { id_in: $ids }, limit: $limit) { items { ${ownFields} job { ...summaryFields } } }
    }`,
    { ids: tokenIds, limit: tokenIds.length },
  );
  const nameOf = await serviceNames();
  const found = new Map(tokens.map((row) => [row.id, row]));
  return tokenIds.flatMap((id) => {
    const row = found.get(id);
    return row ? [{ ...renamed(row), job: jobSummary(row.job, nameOf) }] : [];
  });
}

function renamed({ id, owner, metadataDigest, uri, mintedAt, ...row }: z.output<typeof bareRow>) {
  return { tokenId: id, tokenUri: uri, owner, metadataDigest, mintedAt, market: standingView(row) };
}
