import { canonicalise } from "@graphiti/protocol/picture/canonicalise.ts";

/** One picture in a process of its own, which tells what came of it and the most memory that it took, in MiB. */
const [input = "", output = ""] = process.argv.slice(2);
const picture = await canonicalise(input, output);
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ picture, peakMiB }));
