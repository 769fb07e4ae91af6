import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError } from "@graphiti/protocol/errors.ts";
import { freePort } from "./port.ts";
import { supervise } from "./supervisor.ts";

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
process.on("SIGINT", () => stop.abort());

try {
  const env = readEnv();
  const port = await freePort(env.INDEXER_PORT);
  await supervise({ env, port, signal: stop.signal, log: (line) => console.log(line) });
} catch (thrown) {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep} [${error.code}]`);
  if (error.code === "INTERNAL") console.error(error.cause);
  process.exitCode = 1;
}
