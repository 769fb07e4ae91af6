"use client";

import { priceAt } from "@graphiti/protocol/offer.ts";
import { formatEth } from "../../_components/format-eth.ts";
import { type CurveMark, PriceCurve } from "../../_components/price-curve.tsx";
import type { JobView } from "../../_data/views.ts";
import { useChainClock } from "../../_wallet/use-chain-clock.ts";
import { nameOfLot } from "./lot-list.tsx";

/** Where on the curve lots were claimed, and where those stand that are open. */
function marksOf(job: JobView, nowSeconds: number | undefined): CurveMark[] {
  return job.lots.flatMap((lot): CurveMark[] => {
    if (lot.operator && lot.openSeconds !== undefined)
      return [{ openSeconds: lot.openSeconds, name: `${nameOfLot(lot)}, claimed`, kind: "claim" }];
    if (job.state !== "live" || lot.state !== "open" || lot.openedAt === undefined || !nowSeconds) return [];
    const openSeconds = Math.max(0, nowSeconds - lot.openedAt);
    return [{ openSeconds, name: `${nameOfLot(lot)}, open now`, kind: "now" }];
  });
}

function captionOf(job: JobView, marks: CurveMark[], offer: Parameters<typeof priceAt>[0]): string {
  const claimed = job.lots.filter(({ operator }) => operator);
  const spent = claimed.reduce((sum, { priceWei }) => sum + BigInt(priceWei ?? 0), 0n);
  const now = marks.find(({ kind }) => kind === "now");
  const open = now && `The whole job would cost ${formatEth(priceAt(offer, now.openSeconds))} now.`;
  if (claimed.length === 0) return open ?? "Nobody has taken the work.";
  const taken =
    job.lots.length === 1
      ? `Claimed at ${formatEth(spent)}.`
      : `${claimed.length} of ${job.lots.length} lots were claimed, for ${formatEth(spent)} together.`;
  return open ? `${taken} ${open}` : taken;
}

/** The price as it rises, with every claim on it. */
export function PricePanel({ job }: { job: JobView }) {
  const nowSeconds = useChainClock();
  const marks = marksOf(job, nowSeconds);
  const rampSeconds = Number(job.terms.order.rampSeconds);
  const offer = { minPrice: BigInt(job.minPriceWei), maxPrice: BigInt(job.maxPriceWei), rampSeconds };
  return (
    <section aria-labelledby="price">
      <h2 id="price" className="mb-3 font-medium text-sm">
        Price
      </h2>
      <PriceCurve
        minPriceWei={job.minPriceWei}
        maxPriceWei={job.maxPriceWei}
        rampSeconds={rampSeconds}
        marks={marks}
        caption={captionOf(job, marks, offer)}
      />
    </section>
  );
}
