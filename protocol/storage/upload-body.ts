import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fail } from "../errors.ts";
import { isContentId, readContent } from "./content-id.ts";
import type { Content, Stored } from "./store.ts";
import { type BlockSource, downloadVerified } from "./verified-read.ts";

/** The content as a file for FormData; a path is read only while it is being sent. */
export async function uploadFile(content: Content, name: string, mimeType: string): Promise<File> {
  const part =
    content instanceof Uint8Array
      ? new Uint8Array(content)
      : await openAsBlob(content.path, { type: mimeType });
  return new File([part], name, { type: mimeType });
}

/**
 * Compares a store's answer with the content id computed before the upload. Another id is fine if it is that
 * of the same bytes cut differently; failing that, the content is fetched back and compared.
 * @returns what is stored, under the id that the store uses
 * @throws STORE_BYTES_MISMATCH if the store holds something else
 */
export async function confirmStored(
  answer: string,
  expected: Stored,
  content: Content,
  source: BlockSource,
): Promise<Stored> {
  const stored = { cid: answer, bytes: expected.bytes };
  if (answer === expected.cid || (await isContentId(answer, content))) return stored;
  const scratch = await mkdtemp(path.join(tmpdir(), "graphiti-"));
  try {
    const copy = path.join(scratch, "copy");
    await downloadVerified(source, answer, copy, expected.bytes);
    const [sent, kept] = await Promise.all([sha256(readContent(content)), sha256(createReadStream(copy))]);
    if (sent === kept) return stored;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  fail("STORE_BYTES_MISMATCH", `The store answers ${answer} for content whose id is ${expected.cid}.`);
}

async function sha256(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex");
}
