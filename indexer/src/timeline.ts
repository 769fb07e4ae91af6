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

type OperatorStep = {
  operator: Address;
  kind: (typeof operatorStepKind.enumValues)[number];
  lotId?: bigint;
  key?: Address;
  amount?: bigint;
};

/** Appends a step to an operator's history. */
export async function recordOperator(
  context: Context,
  event: EscrowEvent,
  step: OperatorStep,
): Promise<void> {
  const { transaction, block } = event;
  await context.db
    .insert(operatorStep)
    .values({ id: BigInt(event.id), hash: transaction.hash, at: block.timestamp, ...step });
}
