#!/usr/bin/env node
import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError } from "@graphiti/protocol/errors.ts";
import { mayPass } from "./chain/patience.ts";
import { parseCommand } from "./commands/arguments.ts";
import { help } from "./commands/help.ts";
import { key } from "./commands/key.ts";
import { resume } from "./commands/resume.ts";
import { status } from "./commands/status.ts";
import { withdraw } from "./commands/withdraw.ts";
import { beginFrugally } from "./engine/memory.ts";
import { describe } from "./report/describe.ts";

const print = (line: string) => console.log(line);

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  switch (command.name) {
    case "help":
      return print(help);
    case "key":
      return key(readEnv(), command, print);
    case "status":
      return status(readEnv(), command, print);
    case "resume":
      return resume(readEnv(), command, print);
    case "withdraw":
      return withdraw(readEnv(), command, print);
    case "assemble": {
      const { assemble } = await import("./commands/assemble.ts");
      return assemble(readEnv(), command, print);
    }
    case "verify": {
      beginFrugally();
      const { verify } = await import("./commands/verify.ts");
      process.exitCode = await verify(readEnv(), command, print);
      return;
    }
    case "bench": {
      beginFrugally();
      const { bench } = await import("./commands/bench.ts");
      return bench(readEnv(), command, print);
    }
    case "start": {
      beginFrugally();
      // Loaded here, because it brings the inference runtime along.
      const { start } = await import("./commands/start.ts");
      return start(readEnv(), command);
    }
  }
}

try {
  await main();
  process.exit();
} catch (thrown) {
  const error = asGraphitiError(thrown);
  if (error.code === "INTERNAL" && mayPass(thrown))
    console.error(`The chain does not answer: ${describe(thrown)}`);
  else if (error.code === "INTERNAL") console.error(`${error.message} ${describe(thrown)}`);
  else console.error(`${error.message} ${error.nextStep}`);
  // Whoever verifies must not take trouble of this machine for something wrong with the work.
  const isWrongArgument = error.code === "BAD_INPUT" || error.code === "SERVICE_UNKNOWN";
  process.exit(isWrongArgument || process.argv[2] === "verify" ? 2 : 1);
}
