import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { GraphitiError } from "../../errors.ts";
import { ContentStore } from "./content-store.ts";
import { HttpRefusal, replyError } from "./http-reply.ts";
import { serveIpfs } from "./ipfs-route.ts";
import { PinataRoutes } from "./pinata-routes.ts";
import { ResumableUploads } from "./resumable-uploads.ts";

export type GatewayOptions = {
  /** Folder of the store; created if missing; one process at a time. */
  directory: string;
  /** 0 picks a free port. */
  port: number;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Bearer token for uploads, pins and lists. */
  token: string;
  /** URL under which others reach this gateway, if not host and port. */
  publicUrl?: string;
  /** Life of content of the tier hot. Default 30 days. */
  hotSeconds?: number;
  /** How often to collect garbage. Default one hour. */
  collectSeconds?: number;
  /** Largest upload. Default 2 GiB. */
  maxUploadBytes?: number;
};

/** A running gateway. `collect` removes what has expired or is unpinned, and tells how many blocks went. */
export type Gateway = { url: string; collect(): Promise<number>; close(): Promise<void> };

/**
 * Serves the embedded store: `/ipfs/<cid>` for everybody, Pinata's v3 API for holders of the token.
 * @throws PORT_BUSY if something else listens on the port
 */
export async function serveGateway(options: GatewayOptions): Promise<Gateway> {
  const { directory, port, host = "127.0.0.1", token, hotSeconds = 30 * 86_400 } = options;
  const { collectSeconds = 3600, maxUploadBytes = 2 * 1024 ** 3 } = options;
  const store = await ContentStore.open(directory);
  let url = "";
  const resumable = new ResumableUploads(path.join(directory, "scratch"), maxUploadBytes);
  const pinata = new PinataRoutes(store, resumable, {
    token,
    hotSeconds,
    maxUploadBytes,
    publicUrl: () => options.publicUrl?.replace(/\/+$/, "") ?? url,
  });
  const server = createServer((request, response) => {
    answer(store, pinata, request, response).catch((thrown) => replyError(request, response, thrown));
  });
  // A large upload may take long; a silent one may not.
  server.requestTimeout = 0;
  server.setTimeout(120_000);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EADDRINUSE") return reject(cause);
      reject(new GraphitiError("PORT_BUSY", `Port ${port} on ${host} is already in use.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  url = `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  const timer = setInterval(() => void store.collect().catch(console.error), collectSeconds * 1000);
  timer.unref();
  return {
    url,
    collect: () => store.collect(),
    async close() {
      clearInterval(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  store: ContentStore,
  pinata: PinataRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://gateway");
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("x-content-type-options", "nosniff");
  if (request.method === "OPTIONS") return preflight(response);
  if (url.pathname.startsWith("/v3/")) return await pinata.serve(request, response, url);
  if (!url.pathname.startsWith("/ipfs/")) throw new HttpRefusal(404, "Content is at /ipfs/<content id>.");
  if (request.method !== "GET" && request.method !== "HEAD")
    throw new HttpRefusal(405, "Content can only be read here.");
  response.setHeader("access-control-expose-headers", "content-length, content-range, etag, x-ipfs-roots");
  await serveIpfs(store, request, response, url);
}

function preflight(response: ServerResponse): void {
  response
    .writeHead(204, {
      "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
      "access-control-allow-headers": "content-type, range, if-none-match, if-range",
      "access-control-max-age": "86400",
    })
    .end();
}
