import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CarWriter } from "@ipld/car";
import type { CID } from "multiformats/cid";
import { parseCid } from "../../cid.ts";
import { parseRange } from "./byte-range.ts";
import type { ContentStore } from "./content-store.ts";
import { HttpRefusal } from "./http-reply.ts";
import { sniff, sniffBytes } from "./sniff.ts";

type Format = "raw" | "car" | undefined;

/** `GET` or `HEAD /ipfs/<cid>`: a file, or with `?format=raw` a block, or with `?format=car` a tree. */
export async function serveIpfs(
  store: ContentStore,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const cid = parseCid(url.pathname.slice("/ipfs/".length));
  const format = requestedFormat(request, url);
  const etag = `"${cid}${format ? `.${format}` : ""}"`;
  const headers = {
    etag,
    "cache-control": "public, max-age=29030400, immutable",
    "x-ipfs-path": `/ipfs/${cid}`,
    "x-ipfs-roots": cid.toString(),
    // What strangers uploaded must not act in the gateway's name, even when opened directly.
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
  };
  const found = format === "raw" ? store.hasBlock(cid) : store.isWhole(cid);
  if (!(await found)) throw new HttpRefusal(404, "This content is not here.");
  if (isUnchanged(request.headers["if-none-match"], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  if (format === "raw") await serveBlock(store, request, response, cid, headers);
  else if (format === "car") await serveCar(store, request, response, cid, headers);
  else await serveFile(store, request, response, cid, url, headers);
}

function requestedFormat(request: IncomingMessage, url: URL): Format {
  const asked = url.searchParams.get("format");
  if (asked === "raw" || asked === "car") return asked;
  if (asked !== null) throw new HttpRefusal(400, "The formats are raw and car.");
  if (request.headers.accept?.includes("application/vnd.ipld.raw")) return "raw";
  if (request.headers.accept?.includes("application/vnd.ipld.car")) return "car";
  return undefined;
}

function isUnchanged(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

type Headers = Record<string, string | number>;

async function serveBlock(
  store: ContentStore,
  request: IncomingMessage,
  response: ServerResponse,
  cid: CID,
  headers: Headers,
): Promise<void> {
  const bytes = await store.block(cid);
  response.writeHead(200, {
    ...headers,
    "content-type": "application/vnd.ipld.raw",
    "content-length": bytes.length,
    "content-disposition": `attachment; filename="${cid}.bin"`,
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

async function serveCar(
  store: ContentStore,
  request: IncomingMessage,
  response: ServerResponse,
  cid: CID,
  headers: Headers,
): Promise<void> {
  response.writeHead(200, {
    ...headers,
    "content-type": "application/vnd.ipld.car; version=1; order=dfs; dups=n",
    "content-disposition": `attachment; filename="${cid}.car"`,
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const { writer, out } = CarWriter.create([cid]);
  const body = Readable.from(out);
  const write = async () => {
    for await (const part of store.tree(cid)) await writer.put({ cid: part, bytes: await store.block(part) });
    await writer.close();
  };
  // A missing block destroys the body, so that the answer breaks off instead of looking complete.
  write().catch((cause) => body.destroy(cause));
  await pipeline(body, response);
}

async function serveFile(
  store: ContentStore,
  request: IncomingMessage,
  response: ServerResponse,
  cid: CID,
  url: URL,
  headers: Headers,
): Promise<void> {
  const { size } = await store.node(cid);
  const head: Uint8Array[] = [];
  for await (const chunk of store.read(cid, 0, Math.min(sniffBytes, size))) head.push(chunk);
  const type = sniff(Buffer.concat(head));
  const all: Headers = {
    ...headers,
    "content-type": type,
    "accept-ranges": "bytes",
    "content-disposition": disposition(type, url),
  };
  const applies = request.headers["if-range"] === undefined || request.headers["if-range"] === headers.etag;
  const range = request.method === "GET" && applies ? parseRange(request.headers.range, size) : undefined;
  if (range === "unsatisfiable") {
    response.writeHead(416, { ...all, "content-range": `bytes */${size}` }).end();
    return;
  }
  const { offset, length } = range ?? { offset: 0, length: size };
  if (range) all["content-range"] = `bytes ${offset}-${offset + length - 1}/${size}`;
  response.writeHead(range ? 206 : 200, { ...all, "content-length": length });
  if (request.method === "HEAD") response.end();
  else await pipeline(Readable.from(store.read(cid, offset, length)), response);
}

/** Pictures and JSON may be shown; everything else is only ever saved. `?filename=` names it, `?download=true` saves. */
function disposition(type: string, url: URL): string {
  const shown = /^(image\/|application\/json$)/.test(type) && url.searchParams.get("download") !== "true";
  const name = url.searchParams.get("filename")?.slice(0, 200);
  const kind = shown ? "inline" : "attachment";
  return name ? `${kind}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escape)}` : kind;
}
