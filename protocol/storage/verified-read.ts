import type { CID } from "multiformats/cid";
import { parseCid } from "../cid.ts";
import { fail } from "../errors.ts";
import { canonicalCid, checkBlock, maxBlockBytes, rawCodec } from "./block.ts";
import { type ByteSink, MemorySink, writeWholeFile } from "./byte-sink.ts";
import { type Block, carBlocks } from "./car-blocks.ts";
import { decodeFileNode } from "./file-node.ts";
import type { Stored } from "./store.ts";

/** Fetches untrusted bytes; `maxBytes` bounds how long that may take. */
export interface BlockSource {
  /** The bytes of a single block. */
  block(cid: CID, maxBytes: number): Promise<AsyncIterable<Uint8Array>>;
  /** A CAR stream of the block and everything below it, depth first. */
  car(cid: CID, maxBytes: number): Promise<AsyncIterable<Uint8Array>>;
}

const deepest = 32;
const copyBytes = 1024 * 1024;

/** Reads content into memory, verified. */
export async function readVerified(source: BlockSource, cid: string, maxBytes: number): Promise<Uint8Array> {
  const sink = new MemorySink();
  await fetchInto(sink, source, cid, maxBytes);
  return sink.bytes;
}

/** Reads content into a file, verified, in bounded memory. */
export async function downloadVerified(
  source: BlockSource,
  cid: string,
  path: string,
  maxBytes: number,
): Promise<Stored> {
  const bytes = await writeWholeFile(path, (sink) => fetchInto(sink, source, cid, maxBytes));
  return { cid, bytes };
}

async function fetchInto(sink: ByteSink, source: BlockSource, text: string, maxBytes: number) {
  const cid = parseCid(text);
  if (cid.code !== rawCodec) return await new FileReading(sink, maxBytes).run(cid, source);
  const bytes = await readBlock(await source.block(cid, maxBytes), cid, maxBytes);
  sink.begin(bytes.length);
  await sink.write(bytes, 0);
  return bytes.length;
}

async function readBlock(body: AsyncIterable<Uint8Array>, cid: CID, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) fail("STORE_TOO_LARGE", `${cid} has more than ${maxBytes} bytes.`);
    if (length > maxBlockBytes) fail("STORE_REFUSED", `Block ${cid} has more than 2 MiB.`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  checkBlock(cid, bytes);
  return bytes;
}

/**
 * Reads one file from a CAR stream in the order of its bytes. Exactly the next block is accepted, so a gateway can
 * neither slip in blocks nor make us hold them. The root's claimed size is checked before anything else is
 * read, every node must be as large as its parent said, and parts that repeat are copied from what was written.
 */
class FileReading {
  readonly #sink: ByteSink;
  readonly #maxBytes: number;
  readonly #written = new Map<string, { offset: number; size: number }>();
  #blocks!: AsyncIterator<Block>;
  #offset = 0;
  #visitsLeft = 0;
  #receivableBytes = 2 * maxBlockBytes;

  constructor(sink: ByteSink, maxBytes: number) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  async run(root: CID, source: BlockSource): Promise<number> {
    const blocks = carBlocks(await source.car(root, this.#maxBytes));
    this.#blocks = blocks;
    try {
      await this.#node(root, undefined, 0);
    } finally {
      await blocks.return(undefined);
    }
    return this.#offset;
  }

  async #node(cid: CID, claimed: number | undefined, depth: number): Promise<void> {
    if (depth > deepest) fail("STORE_REFUSED", "The file's tree is too deep.");
    const earlier = this.#written.get(canonicalCid(cid));
    if (earlier) return await this.#copy(cid, earlier, claimed);
    const node = decodeFileNode(cid, await this.#next(cid));
    if (claimed === undefined) this.#begin(cid, node.size);
    else if (node.size !== claimed) lyingSize(cid, node.size, claimed);
    this.#visit(cid);
    const offset = this.#offset;
    await this.#sink.write(node.data, offset);
    this.#offset += node.data.length;
    for (const child of node.children) await this.#node(child.cid, child.size, depth + 1);
    this.#written.set(canonicalCid(cid), { offset, size: node.size });
  }

  #begin(cid: CID, size: number): void {
    if (size > this.#maxBytes)
      fail("STORE_TOO_LARGE", `${cid} claims ${size} bytes; at most ${this.#maxBytes} are allowed here.`);
    // Generous for every cutting in use (blocks of 256 KiB and more), hopeless for trees of tiny blocks.
    this.#visitsLeft = 1000 + Math.ceil(size / 1024);
    this.#receivableBytes += Math.ceil(size * 1.1);
    this.#sink.begin(size);
  }

  #visit(cid: CID): void {
    this.#visitsLeft -= 1;
    if (this.#visitsLeft < 0) fail("STORE_REFUSED", `${cid} belongs to a file of absurdly small parts.`);
  }

  /** The next block, which must be `cid`; repeats of what is already written are skipped. */
  async #next(cid: CID): Promise<Uint8Array> {
    for (;;) {
      const { value, done } = await this.#blocks.next();
      if (done) fail("STORE_UNREACHABLE", "The transfer broke off.", { retryable: true });
      this.#receivableBytes -= value.bytes.length;
      if (this.#receivableBytes < 0) fail("STORE_REFUSED", "The gateway sends more than the file.");
      if (canonicalCid(value.cid) === canonicalCid(cid)) return value.bytes;
      if (!this.#written.has(canonicalCid(value.cid)))
        fail("STORE_REFUSED", `The gateway sends block ${value.cid} where ${cid} belongs.`);
    }
  }

  async #copy(cid: CID, earlier: { offset: number; size: number }, claimed: number | undefined) {
    if (earlier.size !== claimed) lyingSize(cid, earlier.size, claimed);
    this.#visit(cid);
    for (let done = 0; done < earlier.size; done += copyBytes) {
      const bytes = await this.#sink.read(earlier.offset + done, Math.min(copyBytes, earlier.size - done));
      await this.#sink.write(bytes, this.#offset);
      this.#offset += bytes.length;
    }
  }
}

function lyingSize(cid: CID, size: number, claimed: number | undefined): never {
  fail("STORE_BYTES_MISMATCH", `${cid} has ${size} bytes, but its parent claims ${claimed}.`);
}
