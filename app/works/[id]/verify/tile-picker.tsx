"use client";

import { type Picture as Size, tileAt, tileCount } from "@graphiti/protocol/tiles.ts";
import { type KeyboardEvent, type PointerEvent, useId } from "react";
import { Picture } from "../../../_components/picture.tsx";
import type { PictureView } from "../../../_server/work-record.ts";

type Props = {
  picture: PictureView;
  /** Of the input: tiles are counted there. */
  size: Size;
  tileCore: number;
  /** Index of the chosen tile. */
  chosen: number | undefined;
  /** Tiles that were found right, and those that were not. */
  right: ReadonlySet<number>;
  wrong: ReadonlySet<number>;
  isDisabled: boolean;
  onChoose: (index: number) => void;
};

const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));

/** The tile at a place of the colour plane, for people. */
export function nameOfTile(size: Size, tileCore: number, index: number): string {
  const { x, y, plane } = tileAt(size, tileCore, index);
  const place = `column ${x / tileCore + 1}, row ${y / tileCore + 1}`;
  return `Tile ${index + 1} of ${tileCount(size, tileCore)}, ${place}${plane === 1 ? ", transparency" : ""}`;
}

/** The work under a grid of its tiles: one is chosen by pointing at it, or with the arrow keys. */
export function TilePicker(props: Props) {
  const { picture, size, tileCore, chosen, right, wrong, isDisabled, onChoose } = props;
  const lines = useId();
  const columns = Math.ceil(size.width / tileCore);
  const rows = Math.ceil(size.height / tileCore);
  const inPlane = (index: number) => index % (columns * rows);
  const at = chosen === undefined ? undefined : inPlane(chosen);

  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * size.width;
    const y = ((event.clientY - box.top) / box.height) * size.height;
    const column = clamp(Math.floor(x / tileCore), columns - 1);
    onChoose(clamp(Math.floor(y / tileCore), rows - 1) * columns + column);
  };

  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = at === undefined ? 0 : at + step;
    if (next >= 0 && next < columns * rows) onChoose(next);
  };

  const box = (index: number, className: string) => {
    const tile = tileAt(size, tileCore, inPlane(index));
    const { x, y, width, height } = tile;
    return (
      <rect
        key={`${className}${index}`}
        {...{ x, y, width, height }}
        className={className}
        vectorEffect="non-scaling-stroke"
      />
    );
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-disabled={isDisabled}
      aria-label="Choose a tile with the arrow keys"
      aria-valuemin={1}
      aria-valuemax={columns * rows}
      aria-valuenow={at === undefined ? undefined : at + 1}
      aria-valuetext={at === undefined ? "No tile is chosen" : nameOfTile(size, tileCore, at)}
      data-testid="tile-picker"
      onPointerUp={point}
      onKeyDown={press}
      className="relative cursor-crosshair touch-manipulation"
      style={{ width: `min(100%, calc(64dvh * ${(size.width / size.height).toFixed(4)}))` }}
    >
      <Picture
        cid={picture.cid}
        alt=""
        ratio={picture.width / picture.height}
        thumbhash={picture.thumbhash}
        sizes="(min-width: 64rem) 36rem, 100vw"
      />
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
      >
        <defs>
          <pattern id={lines} width={tileCore} height={tileCore} patternUnits="userSpaceOnUse">
            <path
              d={`M${tileCore} 0V${tileCore}H0`}
              className="fill-none stroke-ink/30"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
            />
          </pattern>
        </defs>
        <rect width={size.width} height={size.height} fill={`url(#${lines})`} />
        {[...right].map((index) => box(index, "fill-good/25 stroke-good/70"))}
        {[...wrong].map((index) => box(index, "fill-bad/35 stroke-bad"))}
        {at !== undefined && box(at, "fill-brass/15 stroke-2 stroke-brass")}
      </svg>
    </div>
  );
}
