import type { Context, Event } from "ponder:registry";
import { operatorStep, type operatorStepKind, transition, type transitionKind } from "ponder:schema";
import type { Address } from "viem";

/** Any event of the escrow: all of them carry their transaction's receipt. */
export type EscrowEvent = Pick<
  Event<"JobEscrow:Posted">,
  "id" | "block" | "transaction" | "transactionReceipt"
>;

type Step = {
  jobId: bigint;
  kind: (typeof transitionKind.enumValues)[number];
  lotId?: bigint;
  attempt?: number;
  /** Whose step it was; by default the sender of the transaction. */
  actor?: Address;
  amount?: bigint;
};

/** Appends a step to a job's history, with what its transaction cost. */
export async function record(context: Context, event: EscrowEvent, step: Step): Promise<void> {
  await context.db.insert(transition).values({
    id: event.id,
    actor: event.transaction.from,
    hash: event.transaction.hash,
    gasUsed: event.transactionReceipt.gasUsed,
    gasPrice: event.transactionReceipt.effectiveGasPrice,
    at: event.block.timestamp,
    ...step,
  });
}

/** Sorts as events do; `nth`, below 100, tells apart what one event means to several. */
export const partOf = (event: Pick<EscrowEvent, "id">, nth: number): bigint =>
  BigInt(event.id) * 100n + BigInt(nth);

type OperatorStep = {
  operator: Address;
  kind: (typeof operatorStepKind.enumValues)[number];
  lotId?: bigint;
  key?: Address;
  amount?: bigint;
  reason?: number;
};

/** Appends a step to an operator's history; `nth` as in {@link partOf}. */
export async function recordOperator(
  context: Context,
  event: EscrowEvent,
  step: OperatorStep,
  nth = 0,
): Promise<void> {
  const { transaction, block } = event;
  const id = partOf(event, nth);
  await context.db.insert(operatorStep).values({ id, hash: transaction.hash, at: block.timestamp, ...step });
}
