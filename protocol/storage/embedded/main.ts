import path from "node:path";
import { readEnv } from "../../env.ts";
import { asGraphitiError, fail } from "../../errors.ts";
import { serveGateway } from "./gateway.ts";

/** The embedded store as a process: prints one line when ready, stops on SIGTERM or SIGINT. */
try {
  const env = readEnv();
  if (!env.EMBEDDED_STORE_TOKEN)
    fail("BAD_ENVIRONMENT", "EMBEDDED_STORE_TOKEN is not set; uploads to the embedded store need a token.");
  const gateway = await serveGateway({
    directory: env.EMBEDDED_STORE_DIRECTORY ?? path.join(env.GRAPHITI_HOME, "store"),
    port: env.EMBEDDED_STORE_PORT,
    host: env.EMBEDDED_STORE_HOST,
    publicUrl: env.EMBEDDED_STORE_HOST === "127.0.0.1" ? undefined : env.GATEWAY_URL,
    hotSeconds: env.EMBEDDED_STORE_HOT_SECONDS,
    token: env.EMBEDDED_STORE_TOKEN,
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await gateway.close();
    // An upload that was cut off may still be hashing; its blocks are harmless and its pin was never written.
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  console.log(`Embedded store is ready: ${gateway.url}`);
} catch (thrown) {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  if (error.code === "INTERNAL") console.error(error.cause);
  process.exit(1);
}
