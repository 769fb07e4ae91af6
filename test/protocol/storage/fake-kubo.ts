import type { IncomingMessage, ServerResponse } from "node:http";
import { parseCid } from "@graphiti/protocol/cid.ts";
import { canonicalCid } from "@graphiti/protocol/storage/block.ts";
import { ContentStore } from "@graphiti/protocol/storage/embedded/content-store.ts";
import { receiveUpload } from "@graphiti/protocol/storage/embedded/receive-upload.ts";
import { CarWriter } from "@ipld/car";
import { scratchFolder } from "./running-gateway.ts";
import { startServer } from "./test-server.ts";

class KuboError extends Error {}

/**
 * The few commands of Kubo's RPC that the adapter uses, with the answers of Kubo 0.39: POST only, one JSON line,
 * every failure HTTP 500 with `{Message, Code, Type}`, and pins that hold only recursive roots.
 */
export async function startFakeKubo() {
  const { directory, remove } = await scratchFolder();
  const store = await ContentStore.open(directory);
  const commands: Record<
    string,
    (query: URLSearchParams, request: IncomingMessage, response: ServerResponse) => Promise<void>
  > = {
    async add(query, request, response) {
      for (const [option, value] of [
        ["cid-version", "1"],
        ["raw-leaves", "true"],
        ["chunker", "size-1048576"],
        ["max-file-links", "1024"],
      ] as const)
        if (query.get(option) !== value) throw new KuboError(`the fake only knows ${option}=${value}`);
      const pin = await receiveUpload(request, { maxBytes: Number.MAX_SAFE_INTEGER }, (file, form) =>
        store.put(file, async () => {
          await form();
          return { name: "", mimeType: null, keyvalues: {}, expiresAt: null };
        }),
      );
      answer(response, { Name: "file", Hash: pin.cid, Size: String(pin.bytes) });
    },
    async "block/get"(query, _request, response) {
      const cid = parseCid(query.get("arg") ?? "");
      if (!(await store.hasBlock(cid))) notLocal(cid.toString());
      response.end(await store.block(cid));
    },
    async "dag/export"(query, _request, response) {
      const cid = parseCid(query.get("arg") ?? "");
      if (!(await store.hasBlock(cid))) notLocal(cid.toString());
      const { writer, out } = CarWriter.create([cid]);
      const write = async () => {
        for await (const part of store.tree(cid))
          await writer.put({ cid: part, bytes: await store.block(part) });
        await writer.close();
      };
      const written = write();
      for await (const chunk of out) response.write(chunk);
      await written;
      response.end();
    },
    async "pin/ls"(query, _request, response) {
      const cid = canonicalCid(parseCid(query.get("arg") ?? ""));
      if (!store.pins.get(cid)) throw new KuboError(`path '/ipfs/${cid}' is not pinned`);
      answer(response, { Keys: { [cid]: { Type: "recursive", Name: "" } } });
    },
    async "pin/add"(query, _request, response) {
      const cid = parseCid(query.get("arg") ?? "");
      if (!(await store.isWhole(cid))) notLocal(cid.toString());
      await store.pin(cid, { name: "", mimeType: null, keyvalues: {}, expiresAt: null });
      answer(response, { Pins: [cid.toString()] });
    },
    async "pin/rm"(query, _request, response) {
      const cid = canonicalCid(parseCid(query.get("arg") ?? ""));
      if (!store.pins.get(cid)) throw new KuboError("not pinned or pinned indirectly");
      await store.pins.update(cid, () => undefined);
      answer(response, { Pins: [cid] });
    },
  };
  const server = await startServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://kubo");
    const command = commands[url.pathname.replace(/^\/api\/v0\//, "")];
    if (command === undefined) return void response.writeHead(404).end("404 page not found");
    if (request.method !== "POST") return void response.writeHead(405).end();
    try {
      await command(url.searchParams, request, response);
    } catch (thrown) {
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ Message: (thrown as Error).message, Code: 0, Type: "error" }));
    }
  });
  return {
    url: server.url,
    collect: () => store.collect(),
    async stop() {
      await server.stop();
      await remove();
    },
  };
}

function notLocal(cid: string): never {
  throw new KuboError(`block was not found locally (offline): ipld: could not find ${cid}`);
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body)}\n`);
}
