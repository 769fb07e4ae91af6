import { workParams } from "@graphiti/protocol/drop.ts";
import type { DropView } from "../_data/drops.ts";
import { type Choice, generators } from "../generate/choice/choice.ts";

/** What all works of a series share: everything that a picture is made from but its seed. */
export type Look = Omit<Choice, "seed">;

/** The look of a drop; undefined for a service or a look that this gallery does not know. */
export function lookOfDrop({ serviceName, look, width, height }: DropView): Look | undefined {
  const service = generators.find((name) => name === serviceName);
  if (!service) return undefined;
  try {
    const { seed: _, ...params } = workParams(look, `0x${"00".repeat(16)}`);
    return { service, ...params, width, height };
  } catch {
    return undefined;
  }
}
