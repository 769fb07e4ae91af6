import { z } from "zod";
import { jobFields, jobRow, jobView } from "./job-row.ts";
import { type PageRequest, pageOf, pageVariables } from "./page.ts";
import { query } from "./query.ts";
import { serviceNames } from "./services.ts";
import { address, digits, hex, listOf, stored, whole } from "./shapes.ts";
import type { Page, TokenView } from "./views.ts";

const tokenFields = `${jobFields}
fragment tokenFields on token { id owner metadataDigest uri mintedAt job { ...jobFields } }`;

const tokenRow = z.object({
  id: digits,
  owner: address,
  metadataDigest: hex,
  uri: z.string(),
  mintedAt: whole,
  job: jobRow,
});

/** A token by its decimal id, which is its job's; `undefined` where there is none (yet). */
export async function getToken(tokenId: string): Promise<TokenView | undefined> {
  if (!/^\d{1,73}$/.test(tokenId)) return undefined;
  const { token } = await query(
    z.object({ token: tokenRow.nullable() }),
    `${tokenFields} query ($id: BigInt!) { token(id: $id) { ...tokenFields } }`,
    { id: tokenId },
  );
  return token ? tokenView(token, await serviceNames()) : undefined;
}

/** Minted works, newest first; with `owner`, only that account's. */
export async function listTokens({
  owner,
  ...page
}: PageRequest & { owner?: string } = {}): Promise<Page<TokenView>> {
  const { before, limit } = pageVariables(page);
  const { tokens } = await query(
    z.object({ tokens: listOf(tokenRow) }),
    `${tokenFields} query ($where: tokenFilter!, $limit: Int!) {
      tokens(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) { items { ...tokenFields } }
    }`,
    { where: { ...(owner && { owner: stored(owner) }), id_lt: before }, limit },
  );
  const nameOf = await serviceNames();
  return pageOf(
    tokens.map((row) => tokenView(row, nameOf)),
    limit,
    (token) => token.tokenId,
  );
}

function tokenView(
  { id, uri, job, ...row }: z.output<typeof tokenRow>,
  nameOf: (serviceId: number) => string,
): TokenView {
  return { tokenId: id, tokenUri: uri, ...row, job: jobView(job, nameOf) };
}
