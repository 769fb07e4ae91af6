import { renderTile as renderDream } from "@graphiti/models/generate/dream/render-tile.ts";
import { renderTile as renderFlow } from "@graphiti/models/generate/flow/render-tile.ts";
import type { Generator } from "../choice/choice.ts";

/** The arithmetic of each generating service: the very one that nodes compute. */
export const renderers: Record<Generator, typeof renderDream> = { dream: renderDream, flow: renderFlow };
