import type { Address } from "viem";
import type { Touch } from "../model/books.ts";
import { Revert } from "../model/revert.ts";
import { bid, cancelAuction, openAuction, settle } from "./auctions.ts";
import type { Place } from "./chain.ts";
import { buy, buySigned, cancelNonces, list, unlist } from "./listings.ts";
import { acceptOffer, acceptSignedOffer, cancelOffer, makeOffer } from "./offers.ts";
import { withdraw } from "./paying.ts";
import { takeShare } from "./shares.ts";
import { allow, approve, approveAll, transferFrom, wrap } from "./tokens.ts";
import type { Context, Emitted, World } from "./world.ts";

/** All that is done to the market. */
export const marketRules = {
  ...{ list, unlist, buy, buySigned, cancelNonces, makeOffer, cancelOffer, acceptOffer, acceptSignedOffer },
  ...{ openAuction, cancelAuction, bid, settle, withdraw, takeShare },
};

/** What is done around it, and how it is called on chain. Token rules take the collection before the arguments. */
const outsideRules = { transferFrom, approve, approveAll, wrap, allow };
const outsideNames: Record<keyof typeof outsideRules, string> = {
  ...{ transferFrom: "transferFrom", approve: "approve", approveAll: "setApprovalForAll" },
  ...{ wrap: "deposit", allow: "approve" },
};

export type MarketRule = keyof typeof marketRules;
export type Rule = MarketRule | keyof typeof outsideRules;
export type Operation =
  | { rule: Rule; from: Address; args: readonly unknown[]; value: bigint; at: number }
  /** The wallet contract agrees to all signatures from now on, or to none. */
  | { rule: "mind"; agrees: boolean }
  /** Ether that nobody sent by a call. */
  | { rule: "force"; wei: bigint };
export type Call = Extract<Operation, { at: number }>;

export const isMarketRule = (rule: Rule): rule is MarketRule => rule in marketRules;

/** The contract, its function and the arguments of a call. */
export function onChain(world: World, { rule, args }: Call): [Place, string, readonly unknown[]] {
  if (isMarketRule(rule)) return ["market", rule, args];
  const name = outsideNames[rule];
  if (rule === "wrap" || rule === "allow") return ["weth", name, args];
  return [world.collectionOf(args[0] as Address), name, args.slice(1)];
}

export type Outcome =
  | { ok: true; emitted: Emitted[]; touched: Touch[] }
  | { ok: false; reason: string; args: readonly unknown[] };

/** What the documents say that this call does. The world is changed, or untouched if the call is refused. */
export function predict(world: World, { rule, from, args, value, at }: Call): Outcome {
  const call: Context = { now: at, from, value, emitted: [] };
  const run = { ...marketRules, ...outsideRules }[rule] as (
    world: World,
    call: Context,
    ...args: readonly unknown[]
  ) => void;
  try {
    run(world, call, ...args);
    return { ok: true, emitted: call.emitted, touched: world.journal.keep() };
  } catch (thrown) {
    world.journal.takeBack();
    if (!(thrown instanceof Revert)) throw thrown;
    return { ok: false, reason: thrown.reason, args: thrown.args };
  }
}
