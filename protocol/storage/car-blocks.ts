import { asyncIterableReader, createDecoder } from "@ipld/car/decoder";
import type { CID } from "multiformats/cid";
import { fail, GraphitiError } from "../errors.ts";
import { checkBlock, maxBlockBytes } from "./block.ts";

export type Block = { cid: CID; bytes: Uint8Array };

/**
 * Reads the blocks of a CAR stream. Each one was hashed and is at most 2 MiB; nothing longer is even buffered.
 * @throws STORE_UNREACHABLE (retryable) if the stream ends inside a block, STORE_BYTES_MISMATCH for bytes that
 *   are not their block or not a CAR, STORE_REFUSED for an oversized block
 */
export async function* carBlocks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Block> {
  let ended = false;
  const watched = async function* () {
    yield* body;
    ended = true;
  };
  const reader = asyncIterableReader(watched());
  const exactly = reader.exactly.bind(reader);
  reader.exactly = (length, seek) => {
    if (!(length <= maxBlockBytes)) fail("STORE_REFUSED", "The gateway sends a block of more than 2 MiB.");
    return exactly(length, seek);
  };
  try {
    for await (const { cid, bytes } of createDecoder(reader).blocks()) {
      checkBlock(cid, bytes);
      yield { cid, bytes };
    }
  } catch (cause) {
    if (cause instanceof GraphitiError) throw cause;
    if (ended) fail("STORE_UNREACHABLE", "The transfer broke off.", { cause, retryable: true });
    fail("STORE_BYTES_MISMATCH", "The gateway's answer is not a CAR.", { cause });
  }
}
