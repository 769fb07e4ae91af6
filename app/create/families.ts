/** The ways of enlarging, in the order in which they are offered. */
export const upscaleFamilies = ["faithful", "fast", "crisp", "anime"] as const;
export type UpscaleFamily = (typeof upscaleFamilies)[number];

export const isUpscaleFamily = (family: string): family is UpscaleFamily =>
  (upscaleFamilies as readonly string[]).includes(family);

type Wording = { name: string; character: string; goodFor: string; badFor: string };

/** What each of them does to a picture, for somebody who has never heard of networks. */
export const familyWording: Record<UpscaleFamily, Wording> = {
  faithful: {
    name: "Faithful",
    character: "Keeps to what is there. Nothing is made up, and soft stays soft.",
    goodFor: "paintings, illustrations, scans, photographs",
    badFor: "pictures that are blurred already: they stay so",
  },
  fast: {
    name: "Fast",
    character: "Faithful in coarser numbers: next to no difference, for less work and money.",
    goodFor: "sketches, previews, many pictures at once",
    badFor: "the one that hangs on the wall",
  },
  crisp: {
    name: "Crisp",
    character: "Draws every edge anew, sharp and even, and calms what lies between.",
    goodFor: "line art, comics, graphics, screens",
    badFor: "grain, brushwork, photographs: they turn flat",
  },
  anime: {
    name: "Anime",
    character: "Repaints in the manner of animation, with the boldest lines of all.",
    goodFor: "anime and manga",
    badFor: "everything else: texture and faces are invented",
  },
};
