"use client";

import { useEffect, useRef, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";

type Props = {
  cid: string;
  alt: string;
  /** width / height of the place that it fills. */
  ratio: number;
  thumbhash?: string;
  /** Shown until the picture is there, in place of the impression. */
  standIn?: string;
  sizes: string;
  /** Seen at once: fetched first. */
  isFirst?: boolean;
  fit?: "cover" | "contain";
};

const widths = [320, 640, 1280];

function impressionOf(hash: string): string | undefined {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(hash), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** A stored picture by its derivatives, over an impression of itself while they load. Keeps its place from the start. */
export function Picture(props: Props) {
  const { cid, alt, ratio, thumbhash, standIn, sizes, isFirst = false, fit = "cover" } = props;
  const [impression, setImpression] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const image = useRef<HTMLImageElement>(null);

  useEffect(() => {
    if (thumbhash) setImpression(impressionOf(thumbhash));
    // It may have failed before this script was there to hear of it.
    if (image.current?.complete && image.current.naturalWidth === 0) setMissing(true);
  }, [thumbhash]);

  const behind = standIn ?? impression;
  return (
    <span
      className="relative block overflow-hidden bg-raised bg-center bg-cover"
      style={{ aspectRatio: ratio, backgroundImage: behind && `url(${behind})` }}
    >
      {isMissing ? (
        <span className="absolute inset-0 grid place-items-center bg-raised/80 p-4 text-center text-soft text-sm">
          {alt ? `${alt} — the picture cannot be fetched now` : "The picture cannot be fetched now"}
        </span>
      ) : (
        // biome-ignore lint/performance/noImgElement: derivatives are made once by this gallery, not per request
        <img
          ref={image}
          src={`/media/${cid}/640`}
          srcSet={widths.map((width) => `/media/${cid}/${width} ${width}w`).join(", ")}
          sizes={sizes}
          alt={alt}
          loading={isFirst ? "eager" : "lazy"}
          fetchPriority={isFirst ? "high" : "auto"}
          decoding="async"
          onError={() => setMissing(true)}
          className={`absolute inset-0 size-full ${fit === "cover" ? "object-cover" : "object-contain"}`}
        />
      )}
    </span>
  );
}
