const names: Record<string, string> = {
  faithful: "Faithful",
  fast: "Fast",
  crisp: "Crisp",
  anime: "Anime",
  dream: "Dream",
  flow: "Flow",
};

/** A service as people call it, "Faithful ×4, denoise 2"; one that this gallery does not know goes by its own name. */
export function serviceTitle(service: string): string {
  const [, family = "", scale, denoise] = /^([a-z]+)(?:-x(\d+))?(?:-denoise-(\d))?$/.exec(service) ?? [];
  const name = names[family];
  if (!name) return service;
  return `${name}${scale ? ` ×${scale}` : ""}${denoise ? `, denoise ${denoise}` : ""}`;
}
