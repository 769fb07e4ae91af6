import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { tasks } from "hardhat";
import { measureGas } from "../test/contracts/stage/measure-gas.ts";

const help = `npm run gas [-- options]

Runs the calls anew on an in-process chain and prints the gas that their receipts report.

  --json     print one JSON object
  --update   write test/contracts/gas-snapshot.json
  --help     this text`;

const snapshotFile = new URL("../test/contracts/gas-snapshot.json", import.meta.url);

const { values } = parseArgs({
  options: { json: { type: "boolean" }, update: { type: "boolean" }, help: { type: "boolean" } },
});

if (values.help) console.log(help);
else {
  await tasks.getTask("build").run({ noTests: true, quiet: true });
  const gas = await measureGas();
  const before = JSON.parse(await readFile(snapshotFile, "utf8").catch(() => "{}")) as Record<string, number>;
  if (values.update) await writeFile(snapshotFile, `${JSON.stringify(gas, null, 2)}\n`);
  if (values.json) console.log(JSON.stringify(gas));
  else
    for (const [scenario, used] of Object.entries(gas)) {
      const change = used - (before[scenario] ?? used);
      const note = change === 0 ? "" : ` (${change > 0 ? "+" : ""}${change})`;
      console.log(`${used.toString().padStart(9)}  ${scenario}${note}`);
    }
}
