import { fail } from "@graphiti/protocol/errors.ts";
import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { renderTile as renderDream } from "./dream/render-tile.ts";
import { hidden } from "./dream/shape.ts";
import { planes } from "./flow/accumulate.ts";
import { renderTile as renderFlow } from "./flow/render-tile.ts";
import type { GeneratedTile, Picture, Rect } from "./picture-area.ts";

/** Computes any part of a picture from its parameters alone. */
export type Generator = {
  /** @throws GraphitiError PARAMS_INVALID; RangeError for a part that is not in the picture */
  renderTile: (params: GenerateParams, picture: Picture, rect: Rect) => GeneratedTile;
  probeChannels: number;
};

/** Generators by the name of their service. */
export const generators = {
  dream: { renderTile: renderDream, probeChannels: hidden },
  flow: { renderTile: renderFlow, probeChannels: planes },
} as const satisfies Record<string, Generator>;

export type GeneratorName = keyof typeof generators;

/** @throws GraphitiError SERVICE_UNKNOWN for a service that does not generate */
export function generatorOf(service: string): Generator {
  if (Object.hasOwn(generators, service)) return generators[service as GeneratorName];
  return fail(
    "SERVICE_UNKNOWN",
    `No service "${service}" makes pictures. There is: ${Object.keys(generators).join(", ")}.`,
  );
}
