import { auction, listing, token, trader } from "ponder:schema";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { and, eq, gt, or } from "ponder";
import type { Address } from "viem";

const { addresses } = await loadDeployment(readEnv());

const mayMove = or(
  eq(token.approved, addresses.market.toLowerCase() as Address),
  eq(trader.isApproved, true),
);

/** A listing whose time is not over, of a work that the market may move: somebody could buy it. `now` in seconds. */
export const hasPrice = (now: bigint) => and(eq(listing.state, "open"), gt(listing.expiresAt, now), mayMove);

/** An auction with bids, or one that somebody could begin. */
export const isAuctioned = or(eq(auction.state, "running"), and(eq(auction.state, "open"), mayMove));
