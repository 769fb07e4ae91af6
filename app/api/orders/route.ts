import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { isAddress } from "viem";
import { Gate } from "../../_server/gate.ts";
import { acceptOrder, type OrderJudge } from "../../_server/orders/accept-order.ts";
import { chainJudge } from "../../_server/orders/chain-judge.ts";
import { type KeptOrder, orderBook } from "../../_server/orders/order-book.ts";
import { type OrderHealth, orderHealth } from "../../_server/orders/order-health.ts";
import { answering } from "../../_server/problem.ts";
import { processMemory } from "../../_server/process-memory.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

const gate = processMemory("orders", () => new Gate({ running: 8, waiting: 32 }));
const uncached = { headers: { "cache-control": "no-store" } };

export type OrderView = KeptOrder & { health: Exclude<OrderHealth["is"], "dead"> };

const scopeOf = ({ domain }: OrderJudge) => `${domain.chainId}.${domain.market.toLowerCase()}`;

/** Keeps a signed listing or offer; answers with its hash. */
export const POST = answering(async (request: Request) => {
  const env = readEnv();
  requireSameOrigin(request, env.GALLERY_URL);
  return gate.run(async () => {
    const body = await readSmallJson(request);
    const judge = await chainJudge(env);
    const kept = await acceptOrder(body, judge);
    orderBook(env).add(scopeOf(judge), kept, Date.now());
    return Response.json({ hash: kept.hash }, { ...uncached, status: 201 });
  });
});

/** The orders about a work (`?token=`) or of an account (`?account=`). What can never be used again is forgotten. */
export const GET = answering(async (request: Request) => {
  const env = readEnv();
  const { searchParams } = new URL(request.url);
  const token = searchParams.get("token") ?? "";
  const account = searchParams.get("account") ?? "";
  const isToken = /^\d{1,78}$/.test(token);
  if (!isToken && !isAddress(account, { strict: false }))
    fail("BAD_INPUT", "Orders are asked for by ?token= with a number or ?account= with an address.");
  return gate.run(async () => {
    const book = orderBook(env);
    const judge = await chainJudge(env);
    const scope = scopeOf(judge);
    const kept = isToken ? book.ofToken(scope, token) : book.ofSigner(scope, account as `0x${string}`);
    const judged = await Promise.all(
      kept.map(async (each) => ({ ...each, health: (await orderHealth(each.order, judge)).is })),
    );
    for (const { hash, health } of judged) if (health === "dead") book.drop(scope, hash);
    const orders = judged.filter((each): each is OrderView => each.health !== "dead");
    return Response.json({ orders }, uncached);
  });
});
