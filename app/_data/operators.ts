import { z } from "zod";
import { query } from "./query.ts";
import { address, digits, listOf, optional, stored, whole } from "./shapes.ts";
import type { OperatorView } from "./views.ts";

const operatorFields = `fragment operatorFields on operator {
  address number stake raisedAt locked unbonding unbondingReadyAt
  finalLots lateLots checkedLots differedLots lateFees earned
  keys(orderBy: "changedAt", orderDirection: "desc", limit: 100) {
    items { address isActive changedAt nonce }
  }
}`;

const operatorRow = z
  .object({
    address,
    number: optional(z.number()),
    stake: digits,
    raisedAt: optional(whole),
    locked: digits,
    unbonding: digits,
    unbondingReadyAt: optional(whole),
    finalLots: z.number(),
    lateLots: z.number(),
    checkedLots: z.number(),
    differedLots: z.number(),
    lateFees: digits,
    earned: digits,
    keys: listOf(z.object({ address, isActive: z.boolean(), changedAt: whole, nonce: whole })),
  })
  .transform(
    ({ stake, locked, unbonding, lateFees, earned, ...row }): OperatorView => ({
      ...row,
      stakeWei: stake,
      lockedWei: locked,
      unbondingWei: unbonding,
      lateFeesWei: lateFees,
      earnedWei: earned,
    }),
  );

/** A wallet that ever staked or registered; `undefined` for others. */
export async function getOperator(operator: string): Promise<OperatorView | undefined> {
  const { operator: row } = await query(
    z.object({ operator: operatorRow.nullable() }),
    `${operatorFields} query ($address: String!) { operator(address: $address) { ...operatorFields } }`,
    { address: stored(operator) },
  );
  return row ?? undefined;
}

/** The hundred operators that earned most. */
export async function listOperators(): Promise<OperatorView[]> {
  const { operators } = await query(
    z.object({ operators: listOf(operatorRow) }),
    `${operatorFields} query { operators(orderBy: "earned", orderDirection: "desc", limit: 100) {
      items { ...operatorFields }
    } }`,
  );
  return operators;
}
