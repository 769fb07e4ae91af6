import { formatEth } from "../_components/format-eth.ts";
import { type CurveMark, PriceCurve } from "../_components/price-curve.tsx";
import { PriceLine } from "../market/price-line.tsx";
import { type DropPhase, isOver, priceOfDrop, type SaleTerms } from "./drop-phase.ts";

type Props = {
  terms: SaleTerms;
  phase: DropPhase;
  sold: number;
  soldOutAt?: number;
  nowSeconds: number;
  /** When the reader bought, Unix seconds. */
  ownPurchases: readonly number[];
};

const captions: Record<DropPhase["kind"], string> = {
  before: "From its start on the price falls in a line, then stays.",
  list: "The price falls until the last work is sold. In the end everybody pays the lowest price that was paid.",
  public:
    "The price falls until the last work is sold. In the end everybody pays the lowest price that was paid.",
  settling: "Everybody pays the same. What was paid above it is credited to its buyer.",
  settled: "Everybody paid the same.",
};

/** What a work costs now, or has cost in the end, and how the price goes. */
export function DropPrice({ terms, phase, sold, soldOutAt, nowSeconds, ownPurchases }: Props) {
  const openSeconds = (at: number) => Math.max(0, at - terms.startsAt);
  const isNow = phase.kind === "list" || phase.kind === "public";
  const marks: CurveMark[] = [
    ...[...new Set(ownPurchases)].map(
      (at): CurveMark => ({ openSeconds: openSeconds(at), name: "Bought by you", kind: "claim" }),
    ),
    ...(isNow ? [{ openSeconds: openSeconds(nowSeconds), name: "Now", kind: "now" } as const] : []),
    ...(isOver(phase) && soldOutAt !== undefined
      ? [{ openSeconds: openSeconds(soldOutAt), name: "Sold out", kind: "estimate" } as const]
      : []),
  ];
  const wei = "clearingWei" in phase ? phase.clearingWei : priceOfDrop(terms, nowSeconds);
  const name = isOver(phase) ? "Everybody pays" : phase.kind === "before" ? "First price" : "Price now";
  return (
    <div className="grid gap-5">
      <PriceLine name={name} wei={wei}>
        <span data-testid="sold-count">
          {sold} of {terms.supply} sold
        </span>
        {!isOver(phase) && <>, down to {formatEth(terms.floorPrice)}</>}
      </PriceLine>
      <PriceCurve
        minPriceWei={terms.floorPrice}
        maxPriceWei={terms.startPrice}
        rampSeconds={terms.fallSeconds}
        marks={marks}
        isFalling
        caption={captions[phase.kind]}
      />
    </div>
  );
}
