import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import type { TestContext } from "node:test";
import { cidOfBlock, dagPbCodec, rawCodec } from "@graphiti/protocol/storage/block.ts";
import type { Block } from "@graphiti/protocol/storage/car-blocks.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { CarWriter } from "@ipld/car";
import { encode, prepare } from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import { startServer } from "./test-server.ts";

/** A store whose gateway answers as the test wants; stopped after the test. */
export async function startEvilGateway(t: TestContext, listener: RequestListener) {
  const server = await startServer(listener);
  t.after(server.stop);
  return { store: new EmbeddedStore({ gatewayUrl: server.url, token: "" }), ...server };
}

export function leaf(bytes: Uint8Array): Block {
  return { cid: cidOfBlock(rawCodec, bytes), bytes };
}

/** A file node over children, with whatever sizes it is told to claim. */
export function fileNode(
  children: { cid: Block["cid"]; claims: bigint }[],
  type: "file" | "directory" = "file",
): Block {
  const entry = new UnixFS({ type, blockSizes: children.map(({ claims }) => claims) });
  const links = children.map(({ cid }) => ({ Name: "", Tsize: 1, Hash: cid }));
  const bytes = encode(prepare({ Data: entry.marshal(), Links: links }));
  return { cid: cidOfBlock(dagPbCodec, bytes), bytes };
}

/** A CAR of these blocks in this order. */
export async function car(blocks: Block[]): Promise<Buffer> {
  const { writer, out } = CarWriter.create(blocks.slice(0, 1).map(({ cid }) => cid));
  const chunks = Readable.from(out).toArray();
  for (const block of blocks) await writer.put(block);
  await writer.close();
  return Buffer.concat(await chunks);
}

/** A gateway that sends one body to everybody. */
export async function startGatewaySending(t: TestContext, body: Uint8Array) {
  return await startEvilGateway(t, (_request, response) => response.end(body));
}
