import type { Address } from "viem";
import type { Rule } from "./model.ts";

/** One step of a campaign. */
export type Operation =
  | { kind: "call"; rule: Rule; from: Address; args: readonly unknown[]; value: bigint; at: number }
  /** Empty blocks, all in the second of the last one. */
  | { kind: "mine"; blocks: number }
  /** Ether that reaches the escrow without a call. */
  | { kind: "force"; wei: bigint }
  /** As if an Open lot had been opened again 65,535 times. */
  | { kind: "wear"; lotId: bigint };

export type CallOperation = Extract<Operation, { kind: "call" }>;

const tag = "wei:";

/** JSON in which whole numbers of any size survive. */
export const toJson = (value: unknown, space?: number): string =>
  JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${tag}${part}` : part), space);

export const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, part) =>
    typeof part === "string" && part.startsWith(tag) ? BigInt(part.slice(tag.length)) : part,
  );
