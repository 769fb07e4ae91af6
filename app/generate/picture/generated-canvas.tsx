"use client";

import type { Rect } from "@graphiti/models/generate/picture-area.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Choice, paramsOf } from "../choice/choice.ts";
import { fitted, passSizes } from "./pass-sizes.ts";
import { type Lane, render } from "./render.ts";
import type { RenderTask, Strip } from "./render-messages.ts";

type Props = {
  choice: Choice;
  /** Longest side on which it is rendered, pixels; a smaller picture is rendered at its own size. */
  longest: number;
  /** Shows only this part, at the picture's own size. */
  rect?: Rect;
  lane: Lane;
  /** Empty where what stands beside it says the same. */
  alt: string;
  className?: string;
  testId?: string;
};

type State = "waiting" | "coarse" | "sharp" | "failed";

function taskOf(choice: Choice, longest: number, rect: Rect | undefined, lane: Lane): RenderTask | undefined {
  const params = paramsOf(choice);
  if (!params) return undefined;
  const { service, width, height } = choice;
  if (rect) return { service, params, rect, sizes: [{ width, height }] };
  const shown = fitted({ width, height }, longest);
  return { service, params, sizes: lane === "stage" ? passSizes(shown) : [shown] };
}

/** Draws strips as they come. A coarse pass is shown when it is whole, stretched; the last one row by row. */
class Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #full: { width: number; height: number };
  readonly #lastPass: number;
  #coarse = document.createElement("canvas");

  constructor(canvas: HTMLCanvasElement, task: RenderTask) {
    this.#canvas = canvas;
    this.#lastPass = task.sizes.length - 1;
    this.#full = task.rect ?? (task.sizes[this.#lastPass] as { width: number; height: number });
  }

  /** @returns whether there is something new to be seen */
  paint({ pass, area, y, rows, rgba }: Strip): boolean {
    const image = new ImageData(rgba, area.width, rows);
    if (pass === this.#lastPass) {
      this.#ground().putImageData(image, 0, y);
      return true;
    }
    if (y === 0) {
      this.#coarse.width = area.width;
      this.#coarse.height = area.height;
    }
    this.#coarse.getContext("2d")?.putImageData(image, 0, y);
    if (y + rows < area.height) return false;
    const ground = this.#ground();
    ground.imageSmoothingQuality = "high";
    ground.drawImage(this.#coarse, 0, 0, this.#full.width, this.#full.height);
    return true;
  }

  /** What was there before stays until there is something to put over it. */
  #ground(): CanvasRenderingContext2D {
    const { width, height } = this.#full;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    return this.#canvas.getContext("2d", { willReadFrequently: false }) as CanvasRenderingContext2D;
  }
}

/** A generated picture, rendered in this browser while its parameters change: coarse first, then sharp. */
export function GeneratedCanvas({ choice, longest, rect, lane, alt, className = "", testId }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<State>("waiting");
  const key = JSON.stringify([choice, longest, rect, lane]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of it
  const task = useMemo(() => taskOf(choice, longest, rect, lane), [key]);

  useEffect(() => {
    if (!task || !canvas.current) return;
    const painter = new Painter(canvas.current, task);
    setState((before) => (before === "sharp" ? "coarse" : before));
    return render(lane, task, {
      onStrip: (strip) => {
        if (painter.paint(strip)) setState("coarse");
      },
      onOver: (failed) => setState(failed ? "failed" : "sharp"),
    });
  }, [task, lane]);

  const shape = rect ?? choice;
  return (
    <canvas
      ref={canvas}
      {...(alt === "" ? { "aria-hidden": true } : { role: "img", "aria-label": alt })}
      width={1}
      height={1}
      data-state={state}
      data-testid={testId}
      className={`block bg-raised ${className}`}
      style={{ aspectRatio: `${shape.width} / ${shape.height}` }}
    />
  );
}
