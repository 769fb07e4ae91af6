"use client";

import { useEffect, useRef } from "react";
import type { Pixels } from "./judgement.ts";

/** Pixels as they are, enlarged without smoothing. */
export function TileCanvas({ pixels, name }: { pixels: Pixels; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { planar, width, height } = pixels;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = new ImageData(width, height);
    const plane = width * height;
    for (let at = 0; at < plane; at++) {
      for (let colour = 0; colour < 3; colour++)
        image.data[4 * at + colour] = planar[colour * plane + at] as number;
      image.data[4 * at + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [planar, width, height]);
  return (
    <figure className="min-w-0">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        className="w-full bg-raised [image-rendering:pixelated]"
        style={{ aspectRatio: width / height }}
      />
      <figcaption className="mt-2 text-faint text-xs leading-4">{name}</figcaption>
    </figure>
  );
}
