import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { parseArgs } from "node:util";
import { childEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { ensureBrowser } from "./test/browser.ts";
import { allStages, type Stage, type Tally } from "./test/stages.ts";

const help = `npm test [-- --only NAME,NAME]

Runs every check: lint, types, contracts, protocol, models, indexer, node, gallery and a real browser.
  --only    run only these stages: ${allStages()
    .map(({ name }) => name)
    .join(", ")}`;

/** Runs a stage. What it says is shown as it comes; of one that goes on beside others when it has ended. */
function run(stage: Stage, env: NodeJS.ProcessEnv): Promise<Tally> {
  const title = `\n── ${stage.name} ──\n`;
  if (!stage.isAside) process.stdout.write(title);
  return new Promise((resolve) => {
    const child = spawn(stage.program, stage.args, { env, stdio: ["ignore", "pipe", "pipe"] });
    if (stage.isAside && child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    const said: Buffer[] = [];
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const)
      from.on("data", (chunk: Buffer) => {
        said.push(chunk);
        if (!stage.isAside) to.write(chunk);
      });
    child.on("error", (error) => console.error(`${stage.program} could not be started: ${error.message}`));
    child.on("close", (code) => {
      if (stage.isAside) process.stdout.write(Buffer.concat([Buffer.from(title), ...said]));
      const tally = stage.tally(Buffer.concat(said).toString("utf8"));
      if (!tally) return resolve({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
      // A runner that fails without a failed test has broken down: that is a failure too.
      resolve(code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally);
    });
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) {
    console.log(help);
    return;
  }
  const only = values.only?.split(",");
  const known = allStages();
  const unknown = only?.find((wanted) => !known.some(({ name }) => name === wanted));
  if (unknown) fail("BAD_INPUT", `There is no stage "${unknown}". See npm test -- --help.`);
  const stages = known.filter(({ name }) => !only || only.includes(name));
  const browser = stages.some(({ needsBrowser }) => needsBrowser) && { CHROMIUM_PATH: ensureBrowser() };
  const env = childEnv({ NEXT_TELEMETRY_DISABLED: "1", ...browser });
  const total: Tally = { passed: 0, failed: 0 };
  const lines = new Map<Stage, string>();
  const finish = async (stage: Stage) => {
    const began = performance.now();
    const { passed, failed } = await run(stage, env);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    lines.set(
      stage,
      `${failed === 0 ? "✓" : "✗"} ${stage.name}: ${passed} good, ${failed} bad, ${seconds} s`,
    );
  };
  let aside = Promise.resolve();
  for (const stage of stages)
    if (stage.isAside) aside = aside.then(() => finish(stage));
    else await finish(stage);
  await aside;
  console.log(`\n${stages.map((stage) => lines.get(stage)).join("\n")}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

main().catch((thrown: unknown) => {
  console.error(asGraphitiError(thrown).message, thrown);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
});
