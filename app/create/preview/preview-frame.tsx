"use client";

import { type PointerEvent, type ReactNode, useRef } from "react";
import type { UploadView } from "../offer-view.ts";
import { middleOf, type PreviewArea } from "./preview-area.ts";

type Place = { x: number; y: number };
type Props = {
  picture: UploadView;
  area?: PreviewArea;
  onMove: (place: Place) => void;
  isLocked: boolean;
  children: ReactNode;
};

const within = (part: number) => Math.min(1, Math.max(0, part));
const percent = (part: number) => `${part * 100}%`;

/** The picture with a frame around the piece that is looked at: dragged, or moved tile by tile with the arrow keys. */
export function PreviewFrame({ picture, area, onMove, isLocked, children }: Props) {
  const stage = useRef<HTMLDivElement>(null);

  function follow(event: PointerEvent): void {
    const box = stage.current?.getBoundingClientRect();
    if (!box || isLocked || event.buttons === 0) return;
    onMove({
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    });
  }

  const middle = area && middleOf(area, picture);
  return (
    <div
      ref={stage}
      className="relative touch-none select-none has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3 data-[open=true]:cursor-crosshair"
      data-open={area !== undefined && !isLocked}
      data-testid="preview-frame"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={follow}
    >
      {children}
      {area && middle && (
        <>
          {(["x", "y"] as const).map((axis) => (
            <input
              key={axis}
              type="range"
              min={0}
              max={1}
              step="any"
              value={middle[axis]}
              disabled={isLocked}
              aria-label={axis === "x" ? "Piece to look at, across" : "Piece to look at, down"}
              aria-valuetext={`${Math.round(middle[axis] * 100)} %`}
              className="sr-only"
              data-testid={`preview-${axis}`}
              onKeyDown={(event) => {
                const { step } = area;
                const moves: Record<string, Place> = {
                  ArrowLeft: { x: -step.x, y: 0 },
                  ArrowRight: { x: step.x, y: 0 },
                  ArrowUp: { x: 0, y: -step.y },
                  ArrowDown: { x: 0, y: step.y },
                };
                const move = moves[event.key];
                if (!move) return;
                event.preventDefault();
                onMove({ x: within(middle.x + move.x), y: within(middle.y + move.y) });
              }}
              onChange={(event) => onMove({ ...middle, [axis]: event.currentTarget.valueAsNumber })}
            />
          ))}
          <span
            aria-hidden="true"
            className="pointer-events-none absolute min-h-5 min-w-5 -translate-x-1/2 -translate-y-1/2 border border-ink shadow-[0_0_0_1px_rgb(8_8_10/0.6),inset_0_0_0_1px_rgb(8_8_10/0.35)]"
            style={{
              left: percent(middle.x),
              top: percent(middle.y),
              width: percent(area.width / picture.width),
              height: percent(area.height / picture.height),
            }}
          />
        </>
      )}
    </div>
  );
}
