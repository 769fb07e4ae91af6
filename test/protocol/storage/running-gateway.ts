import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type GatewayOptions, serveGateway } from "@graphiti/protocol/storage/embedded/gateway.ts";

export const token = "a token for the tests";

/** An empty folder of its own, and how to remove it. */
export async function scratchFolder() {
  const directory = await mkdtemp(path.join(tmpdir(), "graphiti-test-"));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** A gateway on a free port with a folder of its own; `stop` removes both. */
export async function startGateway(options: Partial<GatewayOptions> = {}) {
  const { directory, remove } = await scratchFolder();
  const gateway = await serveGateway({ directory, port: 0, token, ...options });
  return {
    ...gateway,
    directory,
    async stop() {
      await gateway.close();
      await remove();
    },
  };
}
