import type { GeneratedPicture } from "@graphiti/protocol/generate-link.ts";
import { paletteNames, symmetryNames } from "@graphiti/protocol/generate-params.ts";
import { seedText } from "@graphiti/protocol/seed-text.ts";

/** What a picture was generated from, in a line. */
export function ParamsText({ picture: { params } }: { picture: GeneratedPicture }) {
  const { palette, complexity, symmetry, variation } = params;
  return (
    <span data-testid="params">
      Seed <span className="break-all font-mono text-[0.8125rem]">{seedText(params.seed)}</span>,{" "}
      {paletteNames[palette]}, complexity {complexity}, symmetry {symmetryNames[symmetry]?.toLowerCase()},
      variation {variation}
    </span>
  );
}
