import { parseArgs } from "node:util";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { compile } from "../test/agreement/compile.ts";
import { disagreements, drawNeurons } from "../test/agreement/neurons/disagreements.ts";

const help = `npm run neurons [-- options]

Draws neurons of every kind of layer from random networks and dreams, and asks the library NeuronMath for each of
them on an in-process chain. Ends with 1 if one differs from what the interpreters say.

  --count N    how many neurons (default 2000)
  --seed S     where chance starts (default 1)
  --json       print one JSON object
  --help       this text`;

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && number < 2 ** 32) return number;
  return fail("BAD_INPUT", `--${name} must be a whole number from ${least} on, not "${text}".`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: "string" },
      seed: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(help);
  const count = wholeNumber("count", values.count ?? "2000", 1);
  const seed = wholeNumber("seed", values.seed ?? "1", 0);
  const library = compile("test/agreement/neurons/Neurons.sol", "Neurons");
  const { found, asked } = await disagreements(library, drawNeurons(count, seed));
  if (values.json) console.log(JSON.stringify({ count, seed, asked, found }));
  else {
    for (const [kind, number] of Object.entries(asked)) console.log(`${String(number).padStart(8)}  ${kind}`);
    for (const { kind, interpreter, contract } of found.slice(0, 20))
      console.log(`A neuron of ${kind} is ${interpreter}, but the contract says ${contract}.`);
    console.log(`${count} neurons, ${found.length} differ, seed ${seed}`);
  }
  if (found.length > 0) process.exitCode = 1;
}

main().catch((thrown: unknown) => {
  const { code, message } = asGraphitiError(thrown);
  console.error(message, code === "INTERNAL" ? thrown : "");
  process.exitCode = 1;
});
