"use client";

import { type CSSProperties, useEffect, useRef, useState } from "react";
import { CompareRange } from "../../_components/compare-range.tsx";
import type { PictureView } from "../../_server/work-record.ts";
import { type Zoom, ZoomChoice } from "./zoom-choice.tsx";

type Props = {
  after: PictureView;
  /** The input; undefined when it cannot be shown, then there is nothing to compare with. */
  before?: PictureView;
  /** There never was an input picture. */
  isGenerated: boolean;
  alt: string;
  gatewayUrl: string;
};

/** Larger originals would take more memory than a phone has; they are shown by a derivative. */
const maxShownPixels = 40_000_000;

function sourceOf(picture: PictureView, gatewayUrl: string): string {
  if (picture.width * picture.height > maxShownPixels) return `/media/${picture.cid}/1280`;
  return new URL(`/ipfs/${picture.cid}`, gatewayUrl).href;
}

type LayerProps = { picture: PictureView; gatewayUrl: string; alt: string; className?: string };

/** One picture over the whole stage, from the gateway; by its derivative where that fails. */
function Layer({ picture, gatewayUrl, alt, className = "" }: LayerProps) {
  const [failed, setFailed] = useState(false);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth === 0) setFailed(true);
  }, []);
  return (
    // biome-ignore lint/performance/noImgElement: the verified original is shown, byte for byte
    <img
      ref={image}
      src={failed ? `/media/${picture.cid}/1280` : sourceOf(picture, gatewayUrl)}
      alt={alt}
      fetchPriority="high"
      draggable={false}
      onError={() => setFailed(true)}
      className={`absolute inset-0 size-full select-none ${className}`}
    />
  );
}

const label = "pointer-events-none absolute bottom-3 bg-sunk/75 px-2 py-1 text-xs leading-4 text-ink";

/** The work at full width; with a curtain to draw between the input and the result, by pointer or arrow keys. */
export function CompareSlider({ after, before, isGenerated, alt, gatewayUrl }: Props) {
  const [percent, setPercent] = useState(50);
  const [zoom, setZoom] = useState<Zoom>("fit");
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const ratio = after.width / after.height;

  // The curtain hangs in the frame while the picture scrolls under it.
  const followScroll = () => {
    const box = scroller.current;
    frame.current?.style.setProperty("--scrolled", `${box?.scrollLeft ?? 0}px`);
    frame.current?.style.setProperty("--frame", `${box?.clientWidth ?? 0}px`);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new zoom changes what is scrolled
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTo((box.scrollWidth - box.clientWidth) / 2, (box.scrollHeight - box.clientHeight) / 2);
    followScroll();
    const observer = new ResizeObserver(followScroll);
    observer.observe(box);
    return () => observer.disconnect();
  }, [zoom]);

  const stageWidth = zoom === "fit" ? "100%" : `${after.width * (zoom === "200" ? 2 : 1)}px`;
  return (
    <section aria-label="The work" className="overflow-x-clip bg-sunk py-4 sm:py-8">
      <div className="page">
        <div
          ref={frame}
          data-testid="compare"
          className="compare relative mx-auto"
          style={{ "--ratio": ratio, "--at": percent, aspectRatio: ratio } as CSSProperties}
        >
          <div
            ref={scroller}
            onScroll={followScroll}
            className="absolute inset-0 overflow-auto overscroll-contain bg-raised"
            {...(zoom !== "fit" && {
              tabIndex: 0,
              role: "region",
              "aria-label": "The work, enlarged. Scroll to look around.",
            })}
          >
            <div className="relative" style={{ width: stageWidth, aspectRatio: ratio }}>
              <Layer picture={after} gatewayUrl={gatewayUrl} alt={alt} />
              {before && <Layer picture={before} gatewayUrl={gatewayUrl} alt="" className="compare-before" />}
            </div>
          </div>
          {before && (
            <>
              <span aria-hidden="true" className={`${label} left-3`}>
                Before
              </span>
              <span aria-hidden="true" className={`${label} right-3`}>
                After
              </span>
              <CompareRange
                percent={percent}
                label="Compare before and after"
                sides={["before", "after"]}
                testId="compare-range"
                onChange={setPercent}
              />
            </>
          )}
        </div>
        <div className="mx-auto mt-4 flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
          <p className="text-faint text-xs leading-5">
            {before && "Draw the line to compare. Before: the input as it came, enlarged by your browser."}
            {!before &&
              (isGenerated
                ? "Grown from a seed, and rendered at this size."
                : "The input is no longer stored, so there is nothing to compare with.")}
          </p>
          <ZoomChoice zoom={zoom} onChange={setZoom} />
        </div>
      </div>
    </section>
  );
}
