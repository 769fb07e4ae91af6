import { zeroAddress } from "viem";
import { keyOf, type World } from "./world.ts";

/** What must hold of every state, whatever happened: one sentence for each broken rule. */
export function brokenInvariants(world: World, forced: bigint): string[] {
  const { market, art } = world.addresses;
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const running = world.auctions
    .keys()
    .map((tokenId) => ({ tokenId, ...world.auctions.get(tokenId) }))
    .filter(({ bidder }) => bidder !== zeroAddress);
  const owed =
    sum(world.credits.values()) +
    sum(world.offers.values().map(({ amount }) => amount)) +
    sum(running.map(({ amount }) => amount)) +
    sum(world.accrued.values()) -
    sum(world.taken.values());
  const kept = world.owners.keys().filter((key) => world.owners.get(key) === market);
  const auctioned = running.map(({ tokenId }) => keyOf(art, tokenId));
  const overdrawn = world.accrued.keys().filter((tokenId) => {
    const lots = world.taken.keys().filter((lotId) => String(BigInt(lotId) >> 16n) === tokenId);
    return sum(lots.map((lotId) => world.taken.get(lotId))) > world.accrued.get(tokenId);
  });
  return [
    ...(overdrawn.length === 0 ? [] : [`more was taken than put aside for ${overdrawn}`]),
    ...(world.balances.get(market) === owed + forced ? [] : ["the balance is not what is owed"]),
    ...(kept.sort().join() === auctioned.sort().join()
      ? []
      : ["the market keeps other tokens than it auctions"]),
  ];
}
