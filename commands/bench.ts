import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ownPictures, picturesIn } from "@graphiti/models/bench/picture-quality.ts";
import { filterName } from "@graphiti/models/bench/resample.ts";
import type { FloatModel, Level, Settings } from "@graphiti/models/bench/runners.ts";
import { reportOn, type ServiceReport } from "@graphiti/models/bench/service-report.ts";
import { catalogue, recipeOf } from "@graphiti/models/catalogue.ts";
import { publishedNetwork } from "@graphiti/models/import/published-network.ts";
import { readSourceFiles, type SourceFiles } from "@graphiti/models/import/source-files.ts";
import { emitFloat } from "@graphiti/models/onnx/emit-float.ts";
import { calledFrom } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";

const usage = `Measures what being exact costs and what a picture gains: npm run bench -- [options]

Each service in four ways: exact, its float graph in the same runtime, that graph in the browser's runtime
(peer), and enlarging by our own bicubic. The pictures are made smaller by the same filter and compared with
what they were: Y-PSNR and SSIM, without a border as wide as the scale.

  --service NAME      one service (default: ${usualServices().join(", ")})
  --pictures FOLDER   pictures to measure with (default: one of each generator)
  --tile WxH          pixels of a tile without its halo (default: the service's)
  --repetitions N     how often each variant runs (default: 3 to 15, by its speed)
  --batch N           also N tiles at a time, against one after the other; not for the fast services
  --threads N         within one operator (default 1)
  --level LEVEL       graph optimisation: disabled, basic, extended or all (default all)
  --package FILE      for faithful-x2: the published weights of this archive as its float graph
  --json              figures only
  --help              this text`;

const goals = { ratio: 1.1 };
const levels: readonly string[] = ["disabled", "basic", "extended", "all"] satisfies Level[];

function usualServices(): string[] {
  const wanted = ["faithful-x2", "faithful-x4", "crisp-x4", "anime-x4"];
  return wanted.filter((name) => catalogue.some((recipe) => recipe.name === name));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      service: { type: "string" },
      pictures: { type: "string" },
      tile: { type: "string" },
      repetitions: { type: "string" },
      batch: { type: "string" },
      threads: { type: "string", default: "1" },
      level: { type: "string", default: "all" },
      package: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const here = (path: string) => resolve(calledFrom(), path);
  const pictures = values.pictures ? await picturesIn(here(values.pictures)) : ownPictures();
  const float = values.package ? await publishedModel(here(values.package)) : undefined;
  const repetitions = values.repetitions ? positive("repetitions", values.repetitions) : undefined;
  const batch = values.batch ? positive("batch", values.batch) : undefined;
  const reports: ServiceReport[] = [];
  for (const service of values.service ? [values.service] : usualServices()) {
    const settings = settingsOf(service, values);
    if (float && service !== "faithful-x2") fail("BAD_INPUT", "--package goes with --service faithful-x2.");
    if (batch && recipeOf(service).family === "fast")
      fail("BAD_INPUT", "--batch goes with the services that are computed in float32.");
    reports.push(await reportOn(settings, pictures, { repetitions, float, batch }));
    if (!values.json) print(reports.at(-1) as ServiceReport);
  }
  if (!values.json)
    return console.log(`Pictures were made smaller, and enlarged for comparison, by ${filterName}.`);
  const rows = reports.flatMap(({ rows }) => rows);
  const services = reports.map(({ rows: _, ...report }) => report);
  console.log(JSON.stringify({ filter: filterName, shave: "the scale", rows, services }, null, 2));
}

async function publishedModel(archive: string): Promise<FloatModel> {
  const files = (await readSourceFiles(["upconv7"], archive)).get("upconv7") as SourceFiles;
  const network = publishedNetwork(files);
  return { bytes: emitFloat(network), unit: network.unit };
}

function settingsOf(service: string, values: { tile?: string; threads: string; level: string }): Settings {
  const { name, kind, tileCore } = recipeOf(service);
  if (kind !== 1) fail("BAD_INPUT", `${name} enlarges nothing; see phaestus bench for its speed.`);
  const [width = "", height = ""] = (values.tile ?? `${tileCore}x${tileCore}`).split("x");
  if (!levels.includes(values.level)) fail("BAD_INPUT", `--level is one of ${levels.join(", ")}.`);
  return {
    service: name,
    width: positive("tile", width),
    height: positive("tile", height),
    threads: positive("threads", values.threads),
    level: values.level as Level,
    batch: 1,
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0
    ? value
    : fail("BAD_INPUT", `--${option} needs whole numbers above 0.`);
}

function print({
  settings,
  exactToFloat,
  exactToFloatLeast,
  probeToExact,
  batched,
  rows,
  pictures,
}: ServiceReport): void {
  const { service, width, height, threads, level } = settings;
  console.log(`${service}: tile ${width}×${height}, ${threads} thread, level ${level}`);
  console.table(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, short(value)]))),
  );
  const goal = `goal ${goals.ratio}: ${exactToFloat <= goals.ratio ? "met" : "missed"}`;
  console.log(
    `Exact costs ${short(exactToFloat)} × float (${goal}); in the quietest runs ${short(exactToFloatLeast)} ×.`,
  );
  console.log(`Fetching and hashing the probe makes it ${short(probeToExact)} × that.`);
  if (batched)
    console.log(
      `${batched.tiles} tiles at a time cost ${short(batched.toSingle)} × one after the other, in ${batched.rssMb.toFixed(0)} MB.`,
    );
  console.table(
    pictures.map(({ picture, bicubic, exact, float }) => ({
      picture,
      bicubic: short(bicubic.psnr),
      exact: short(exact.psnr),
      float: short(float.psnr),
      gainDb: short(exact.psnr - bicubic.psnr),
    })),
  );
}

function short<T>(value: T): T | number {
  return typeof value === "number" ? Number(value.toFixed(3)) : value;
}

await main().catch((thrown) => {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  process.exitCode = 1;
});
