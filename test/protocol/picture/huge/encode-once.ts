import { encodeCopy } from "../../../../app/_server/delivery/encode-copy.ts";
import type { Format } from "../../../../app/_server/delivery/formats.ts";

/** One copy of a work in a process of its own, which tells the most memory that it took, in MiB. */
const [input = "", output = "", format] = process.argv.slice(2);
const inscription = {
  title: "Huge",
  artist: "",
  rights: "",
  receiptUrl: "https://gallery.example/works/1",
  camera: {},
};
await encodeCopy(input, output, format as Format, inscription);
console.log(JSON.stringify({ peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));
