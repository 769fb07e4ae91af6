import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import type { Address, PublicClient } from "viem";
import type { SoldWorkView } from "../_data/drops.ts";
import type { GallerySettings } from "../_wallet/settings.ts";
import type { DropProgress } from "./drop-phase.ts";

/** What the chain itself says of a drop at this moment. */
export type DropOnChain = {
  progress: DropProgress;
  /** The newest block. */
  block: bigint;
  /** Wei that came back from the escrow, or wait there, and are nobody's yet. */
  restWei: bigint;
  /** Of the account that was asked for. */
  own?: { creditWei: bigint; paidWei: bigint; works: number };
  /** Works that the index has not seen yet. */
  fresh: Pick<SoldWorkView, "index" | "buyer" | "state">[];
};

/** Under which the browser remembers a drop. */
export const dropKey = (drop: Address, account: Address | undefined, indexed: number) =>
  ["drop-on-chain", drop, account, indexed] as const;

/** Most works that are read where the index is behind. */
const mostFresh = 50;
const states = ["sold", "sold", "posted", "minted", "refunded"] as const;

type Asked = {
  drop: Address;
  /** How many works the index has. */
  indexed: number;
  account?: Address;
};

/** @throws what the RPC throws, and where there is no such drop */
export async function readDrop(
  client: PublicClient,
  addresses: GallerySettings["addresses"],
  { drop, indexed, account }: Asked,
): Promise<DropOnChain> {
  const contract = { address: drop, abi: seriesDropAbi } as const;
  const [progress, block, escrowed, collector] = await Promise.all([
    client.readContract({ ...contract, functionName: "progress" }),
    client.getBlockNumber(),
    client.readContract({
      address: addresses.escrow,
      abi: jobEscrowAbi,
      functionName: "accounts",
      args: [drop],
    }),
    account && client.readContract({ ...contract, functionName: "collectors", args: [account] }),
  ]);
  const { sold, settled, soldOutAt, restWei } = progress;
  const count = Math.min(Math.max(0, sold - indexed), mostFresh);
  const fresh = await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const index = indexed + nth;
      const work = await client.readContract({ ...contract, functionName: "works", args: [BigInt(index)] });
      return { index, buyer: work.buyer, state: states[work.state] ?? "sold" };
    }),
  );
  return {
    progress: { sold, settled, ...(soldOutAt > 0 && { soldOutAt }) },
    block,
    restWei: restWei + escrowed.credit,
    ...(collector && {
      own: { creditWei: collector.credit, paidWei: collector.paid, works: collector.works },
    }),
    fresh,
  };
}
