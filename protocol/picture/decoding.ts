import type { Sharp } from "sharp";
import { toSrgbOf } from "./profile-curves.ts";
import type { Source } from "./source.ts";
import type { ChangeSamples } from "./strips.ts";

/** Decoded, and for 16 bits what is still to be done to the samples. */
type Decoding = { picture: Sharp; changes: ChangeSamples[] };

/**
 * Decodes to sRGB. For 16 bits libvips would go through Display P3 and a coarse table, even from sRGB: so sRGB is left as
 * it is, and all other profiles that are not tables themselves are left to {@link toSrgbOf}.
 */
export function decoding(source: Source): Decoding {
  const { decode, isDeep, profile, metadata } = source;
  if (!isDeep) return { picture: decode().toColourspace("srgb"), changes: [] };
  const stretch = stretchOf(source);
  const changes = stretch ? [stretch] : [];
  const exact = profile === "other" && metadata.icc && toSrgbOf(metadata.icc);
  if (profile === "srgb" || exact)
    return {
      picture: decode({ ignoreIcc: true }).toColourspace("rgb16"),
      changes: exact ? [...changes, exact] : changes,
    };
  const deep = decode().toColourspace("rgb16");
  return { picture: profile === "other" ? deep.withIccProfile("srgb", { attach: false }) : deep, changes };
}

/** AVIF's 10 or 12 bits come shifted up to 16, so that white is not quite 65535. */
function stretchOf({ format, metadata: { bitsPerSample = 16 } }: Source): ChangeSamples | undefined {
  if (format !== "AVIF" || bitsPerSample >= 16) return undefined;
  const white = 65536 - 2 ** (16 - bitsPerSample);
  return (samples) => {
    for (let at = 0; at < samples.length; at++)
      samples[at] = Math.round((Math.min(samples[at] as number, white) * 65535) / white);
  };
}
