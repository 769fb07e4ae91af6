import { join } from "node:path";
import { parseArgs } from "node:util";
import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { campaigns } from "./nightly/campaigns.ts";
import { progressOf, readState, sourcesDigest, writeState } from "./nightly/progress.ts";
import { runCampaigns } from "./nightly/run-campaigns.ts";

const help = `npm run nightly -- --minutes N [options]

Goes on with the long campaigns for N minutes: what was done is kept in .graphiti/nightly, and the next call
starts where this one stopped. When sources change, the campaigns that rest on them begin anew.
Ends with 1 if anything failed; a failed chunk is tried again, with its seed, by the next call.

${campaigns.map(({ name, goal, unit }) => `  ${name.padEnd(12)} ${goal} ${unit}`).join("\n")}

  --minutes N   how long; decimals are welcome
  --only A,B    only these campaigns
  --status      only print how far they are
  --fresh       forget what was done
  --json        print one JSON object
  --help        this text`;

const options = {
  minutes: { type: "string" },
  only: { type: "string" },
  status: { type: "boolean" },
  fresh: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const only = values.only?.split(",");
  const unknown = only?.find((wanted) => !campaigns.some(({ name }) => name === wanted));
  if (unknown) fail("BAD_INPUT", `There is no campaign "${unknown}". See npm run nightly -- --help.`);
  const chosen = campaigns.filter(({ name }) => !only || only.includes(name));
  const minutes = values.status ? 0 : Number(values.minutes);
  if (!(minutes >= 0)) fail("BAD_INPUT", "Say for how long: --minutes N.");
  const folder = join(readEnv().GRAPHITI_HOME, "nightly");
  const state = readState(folder, sourcesDigest(process.cwd()));
  if (values.fresh) {
    for (const { name } of chosen) delete state.campaigns[name];
    writeState(folder, state);
  }
  const tell = (line: string) => console.error(line);
  const outcome = await runCampaigns(chosen, state, folder, minutes * 60, tell);
  if (values.json) console.log(JSON.stringify(outcome));
  else {
    for (const { name, did, done, goal, unit } of outcome.campaigns) {
      const failed = chosen.some((one) => one.name === name && progressOf(state, one).failed);
      const remains = done < goal ? `${goal - done} remain` : "done";
      console.log(
        `${name}: ${did} ${unit} now, ${done} of ${goal} in all, ${remains}${failed ? "; failed" : ""}`,
      );
    }
    if (outcome.cutOff)
      console.log(`Time ran out during ${outcome.cutOff}; what it had begun does not count.`);
  }
  if (outcome.failures.length > 0) process.exitCode = 1;
}

main().catch((thrown: unknown) => {
  console.error(asGraphitiError(thrown).message);
  process.exitCode = 1;
});
