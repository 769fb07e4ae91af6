import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { linesOf } from "./economics/print.ts";
import { study } from "./economics/study.ts";

const help = `npm run economics [-- options]

Plays votes and prints what laziness, cheating and griefing win and lose. Ends with 1 where laziness, or cheating by
the stated share of the stake, does not lose twice what it wins. The formulas stand in docs/economics.md.

  --trials N   votes in all (1000000)
  --seed N     another run of luck (1)
  --json       print one JSON object
  --help       this text`;

const integer = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) fail("BAD_INPUT", `--${name} takes a whole number above 0.`);
  return value;
};

function main(): void {
  const { values } = parseArgs({
    options: {
      trials: { type: "string", default: "1000000" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const found = study(integer("seed", values.seed), integer("trials", values.trials));
  console.log(values.json ? JSON.stringify(found) : linesOf(found).join("\n"));
  process.exitCode = found.holds ? 0 : 1;
}

try {
  main();
} catch (thrown) {
  console.error(asGraphitiError(thrown).message);
  process.exitCode = 1;
}
