import type { Rect } from "@graphiti/models/generate/picture-area.ts";
import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import type { Generator } from "../choice/choice.ts";

export type Size = { width: number; height: number };

/** What a worker is to render: the whole picture at each of these sizes in turn, or a part of it at the only one. */
export type RenderTask = {
  service: Generator;
  params: GenerateParams;
  /** From coarse to sharp. */
  sizes: readonly Size[];
  rect?: Rect;
};

export type ToWorker = { id: number; task: RenderTask } | { id: number; task?: undefined };

/** Some whole rows of one size of a picture, or of its part. */
export type Strip = {
  /** Place in the task's sizes. */
  pass: number;
  /** Of all that this pass shows. */
  area: Size;
  y: number;
  rows: number;
  /** [rows][width][4] */
  rgba: Uint8ClampedArray<ArrayBuffer>;
};

export type FromWorker = { id: number; strip: Strip } | { id: number; isOver: true; failed: boolean };
