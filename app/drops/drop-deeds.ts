import type { SoldWorkView } from "../_data/drops.ts";
import { type DropPhase, isOver, mostInOneCall } from "./drop-phase.ts";

/** One call that a drop would take now. Of works, their numbers; of money, wei. */
export type DropDeed =
  | { kind: "post"; indices: number[] }
  | { kind: "settle"; indices: number[] }
  | { kind: "creditExcess"; amountWei: bigint }
  | { kind: "creditRest"; amountWei: bigint }
  | { kind: "withdraw"; amountWei: bigint };

type Known = {
  phase: DropPhase;
  /** Works that wait for something. */
  works: readonly SoldWorkView[];
  /** The newest block: a work can be posted once the block after its purchase has a successor. */
  block: bigint;
  nowSeconds: number;
  /** When nobody can post any longer. */
  postingEndsAt: number;
  /** Wei of the escrow that are the artist's when all works are settled. */
  restWei: bigint;
  isAllSettled: boolean;
  /** Of who looks. */
  own?: { creditWei: bigint; paidWei: bigint; works: number };
};

const isSettleable = ({ state, jobState, isPaidBack }: SoldWorkView, isPostingOver: boolean): boolean =>
  state === "posted" ? jobState === "minted" || isPaidBack : state === "sold" && isPostingOver;

/** Everything that can be done now beside buying, in the order in which it is done. */
export function dropDeeds(known: Known): DropDeed[] {
  const { phase, works, block, nowSeconds, postingEndsAt, restWei, isAllSettled, own } = known;
  const isPostingOver = nowSeconds >= postingEndsAt;
  const waiting = isPostingOver
    ? []
    : works.filter(({ state, target }) => state === "sold" && block > BigInt(target));
  const ended = isOver(phase) ? works.filter((work) => isSettleable(work, isPostingOver)) : [];
  const indicesOf = (some: readonly SoldWorkView[]) => some.slice(0, mostInOneCall).map(({ index }) => index);
  const clearingWei = "clearingWei" in phase ? phase.clearingWei : undefined;
  const excessWei = own && clearingWei !== undefined ? own.paidWei - clearingWei * BigInt(own.works) : 0n;
  const deeds: (DropDeed | false)[] = [
    waiting.length > 0 && { kind: "post", indices: indicesOf(waiting) },
    ended.length > 0 && { kind: "settle", indices: indicesOf(ended) },
    excessWei > 0n && { kind: "creditExcess", amountWei: excessWei },
    isOver(phase) && isAllSettled && restWei > 0n && { kind: "creditRest", amountWei: restWei },
    own !== undefined && own.creditWei > 0n && { kind: "withdraw", amountWei: own.creditWei },
  ];
  return deeds.filter((deed) => deed !== false);
}
