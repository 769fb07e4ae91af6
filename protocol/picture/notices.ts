import type { Source } from "./source.ts";
import type { AlphaSeen } from "./strips.ts";

function onColour({ metadata, profile }: Source): string | undefined {
  if (metadata.space === "cmyk")
    return profile === "other"
      ? "The CMYK colours were converted to sRGB by the picture's own profile."
      : "The CMYK colours were converted to sRGB by a usual profile, because the picture has none that can be used.";
  if (profile === "broken")
    return "The colour profile cannot be used; the colours were taken for sRGB as they are.";
  if (profile === "other") return "The colour profile was converted to sRGB.";
  return undefined;
}

/** What was changed on the way, a sentence each. `seen` is left out for pictures without alpha. */
export function noticesOf(source: Source, seen: AlphaSeen | undefined): string[] {
  const { metadata, isDeep, orientation, hasAlpha } = source;
  const notices: string[] = [];
  const colour = onColour(source);
  if (colour) notices.push(colour);
  if (isDeep) notices.push("More than 8 bits a channel were reduced to 8, dithered so that nothing bands.");
  if (orientation !== 1) notices.push("The picture was turned as the camera noted.");
  if (source.hasMore) notices.push("Only the first page or frame is used.");
  if (hasAlpha && seen?.isOpaque) notices.push("The alpha channel was fully opaque and was dropped.");
  if (hasAlpha && seen?.hasClear)
    notices.push("What is fully transparent took the colour of the nearest pixel that can be seen.");
  if (metadata.exif) notices.push("Camera data and location were removed.");
  return notices;
}
