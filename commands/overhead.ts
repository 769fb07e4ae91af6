import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { defaultService } from "@graphiti/protocol/services.ts";
import { paintNew } from "./overhead/paint-new.ts";
import { type Timeline, timelineOf } from "./overhead/timeline.ts";
import { runRequest } from "./request/run-request.ts";

const usage = `Measures what the network adds to the computing: npm run overhead -- [options]

Has a new picture computed by the running local network (npm start), as often as asked, and tells by the nodes'
logs how many seconds after its claim each step was done. Of a picture of several lots it is the first lot.

  --repetitions N   pictures, one after the other (default 3)
  --side PIXELS     of the square pictures (default 1000)
  --service NAME    default ${defaultService}
  --home DIR        the network's folder (default .graphiti)
  --json            print the result as JSON, nothing else
  --help            this text`;

/** Of the inference, and seconds on top. */
const goal = { part: 0.1, seconds: 3 };

const goalFor = ({ inference }: Timeline) => Number((goal.part * inference + goal.seconds).toFixed(1));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repetitions: { type: "string", default: "3" },
      side: { type: "string", default: "1000" },
      service: { type: "string", default: defaultService },
      home: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const { service, home = readEnv().GRAPHITI_HOME } = values;
  const side = positive("side", values.side);
  const repetitions = positive("repetitions", values.repetitions);
  const timelines: Timeline[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++)
    timelines.push(await measure(home, service, side));
  if (values.json) return console.log(JSON.stringify({ service, side, goal, timelines }, null, 2));
  console.table(timelines.map((each) => ({ ...each, seals: each.seals.join(" "), goal: goalFor(each) })));
  console.log("Seconds after the claim; overhead is final without the worker's inference.");
}

async function measure(home: string, service: string, side: number): Promise<Timeline> {
  const folder = mkdtempSync(join(tmpdir(), "graphiti-overhead-"));
  try {
    const picture = await paintNew(join(folder, "picture.png"), side);
    const card = { title: `Overhead, ${side} pixels` };
    const result = await runRequest(
      {
        home,
        source: { picture },
        service,
        out: join(folder, "result.png"),
        card: { description: "", artist: "", rights: "", altText: "", attributes: [], ...card },
        royaltyBps: 0,
        operatorShareBps: 0,
        finality: "checked",
      },
      () => {},
    );
    if (result.kind !== "minted") fail("STACK_FAILED", "The network did not finish the picture.");
    return await timelineOf(home, BigInt(result.jobId));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function positive(option: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0
    ? value
    : fail("BAD_INPUT", `--${option} needs a whole number above 0.`);
}

await main().catch((thrown) => {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  process.exitCode = 1;
});
