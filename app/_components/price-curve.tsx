import { priceAt } from "@graphiti/protocol/offer.ts";
import { formatDuration } from "./format-duration.ts";
import { formatEth } from "./format-eth.ts";

/** A moment on the curve: seconds that the work was open, and what it means. */
export type CurveMark = { openSeconds: number; name: string; kind: "claim" | "now" | "estimate" };

type Props = {
  minPriceWei: string;
  maxPriceWei: string;
  rampSeconds: number;
  marks: CurveMark[];
  /** From the highest price down to the lowest, as when something is sold. */
  isFalling?: boolean;
  /** What is to be seen, in one sentence. */
  caption: string;
};

/** How much of the width the rise takes; the rest shows that the price stays. */
const rampPart = 0.8;

const dots: Record<CurveMark["kind"], string> = {
  claim: "border-ink bg-ink",
  now: "border-brass bg-brass breathing",
  estimate: "border-brass bg-ground",
};

/** The price over the time in which nobody takes the work: it rises, or falls, then stays. */
export function PriceCurve(props: Props) {
  const { minPriceWei, maxPriceWei, rampSeconds, marks, isFalling = false, caption } = props;
  const offer = { minPrice: BigInt(minPriceWei), maxPrice: BigInt(maxPriceWei), rampSeconds };
  const span = rampSeconds / rampPart;
  /** Percent from the left and from the bottom; the curve begins at a fifth of the height. */
  const placeOf = (openSeconds: number) => {
    const range = offer.maxPrice - offer.minPrice;
    const part =
      range === 0n ? 1 : Number(((priceAt(offer, openSeconds) - offer.minPrice) * 1000n) / range) / 1000;
    return {
      left: Math.min(100, (openSeconds / span) * 100),
      bottom: 20 + (isFalling ? 1 - part : part) * 65,
    };
  };
  const start = placeOf(0);
  const top = placeOf(rampSeconds);
  const line = `M0 ${100 - start.bottom}L${top.left} ${100 - top.bottom}H100`;
  return (
    <figure data-testid="price-curve">
      <div className="relative h-32 border-line border-b" aria-hidden="true">
        <svg
          aria-hidden="true"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          <path d={`${line}V100H0z`} className="fill-brass/8" />
          <path d={line} className="fill-none stroke-[1.5] stroke-brass" vectorEffect="non-scaling-stroke" />
        </svg>
        {marks.map(({ openSeconds, name, kind }) => {
          const { left, bottom } = placeOf(openSeconds);
          return (
            <span
              key={`${kind} ${name} ${openSeconds}`}
              title={name}
              data-mark={kind}
              className="absolute size-3 -translate-x-1/2 translate-y-1/2"
              style={{ left: `${left}%`, bottom: `${bottom}%` }}
            >
              <span className={`block size-full rounded-full border ${dots[kind]}`} />
            </span>
          );
        })}
        <span
          className={`absolute bottom-1 text-faint text-xs tabular-nums ${isFalling ? "right-0" : "left-0"}`}
        >
          {formatEth(minPriceWei)}
        </span>
        <span
          className={`absolute top-0 text-faint text-xs tabular-nums ${isFalling ? "left-0" : "right-0"}`}
        >
          {formatEth(maxPriceWei)}
        </span>
      </div>
      <p className="mt-1.5 flex justify-between text-faint text-xs leading-5" aria-hidden="true">
        <span>{isFalling ? "at the start" : "at once"}</span>
        <span>after {formatDuration(rampSeconds)}</span>
      </p>
      <figcaption className="mt-2 text-soft text-sm leading-6">{caption}</figcaption>
    </figure>
  );
}
