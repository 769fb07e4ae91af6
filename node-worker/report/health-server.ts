import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Registry } from "prom-client";

export type Readiness = { ready: boolean; because: string };

/** What keeps a living node from some of its work; undefined when nothing does. */
export type Complaint = () => string | undefined;

/**
 * Serves `/metrics` for Prometheus, `/health` (the process lives, and what it does not do) and `/ready` (it could work; 503 with the reason
 * while it could not). On this computer only.
 */
export async function serveHealth(
  port: number,
  registry: Registry,
  readiness: () => Readiness,
  complaint: Complaint = () => undefined,
) {
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: string, type = "text/plain; charset=utf-8") =>
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    const path = new URL(request.url ?? "/", "http://node").pathname;
    if (path === "/health") return reply(200, `${["alive", complaint() ?? []].flat().join(", but ")}\n`);
    if (path === "/metrics") return reply(200, await registry.metrics(), registry.contentType);
    if (path !== "/ready") return reply(404, "There are /health, /ready and /metrics.\n");
    const { ready, because } = readiness();
    return reply(ready ? 200 : 503, `${ready ? "ready" : because}\n`);
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    fail("BAD_ENVIRONMENT", `PHAESTUS_METRICS_PORT: port ${port} is taken.`, { cause });
  }
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
