"use client";

import type { GeneratedPicture } from "@graphiti/protocol/generate-link.ts";
import { choiceOf } from "./choice/choice.ts";
import { GeneratedCanvas } from "./picture/generated-canvas.tsx";

type Props = { picture: GeneratedPicture; alt: string; longest: number; className?: string };

/** A picture that somebody had generated, rendered here; an empty place for a service that this page does not know. */
export function GeneratedPreview({ picture, alt, longest, className = "" }: Props) {
  const choice = choiceOf(picture);
  if (!choice)
    return (
      <span
        className={`block bg-raised ${className}`}
        style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
      />
    );
  return <GeneratedCanvas choice={choice} longest={longest} lane="thumbs" alt={alt} className={className} />;
}
