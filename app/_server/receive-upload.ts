import { type FileHandle, open } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { acceptedFormats, sniffBytes, sniffFormat } from "@graphiti/protocol/picture/formats.ts";
import { maxInputBytes } from "@graphiti/protocol/picture/limits.ts";

function tooLarge(maxBytes: number): never {
  fail("PICTURE_TOO_LARGE", `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`, {
    nextStep: "Scale the picture down or export it with stronger compression, then try again.",
  });
}

async function guardFormat(file: FileHandle, bytes: number): Promise<void> {
  if (bytes === 0) fail("PICTURE_EMPTY", "The file is empty.");
  const head = Buffer.alloc(Math.min(bytes, sniffBytes));
  await file.read(head, 0, head.length, 0);
  if (sniffFormat(head) === undefined)
    fail("PICTURE_FORMAT", "This file is not a picture in a format that is accepted.", {
      nextStep: `Use ${acceptedFormats.join(", ")}.`,
    });
}

/**
 * Streams a raw request body into a new file, in bounded memory.
 * @param path where to write; the caller removes it
 * @returns the number of bytes received
 * @throws PICTURE_TOO_LARGE as soon as the cap is passed, PICTURE_EMPTY, PICTURE_FORMAT by the first bytes
 */
export async function receiveUpload(
  request: Request,
  path: string,
  maxBytes = maxInputBytes,
): Promise<number> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) tooLarge(maxBytes);
  await using file = await open(path, "wx+", 0o600);
  let bytes = 0;
  let guarded = false;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) tooLarge(maxBytes);
    await file.write(chunk);
    if (!guarded && bytes >= sniffBytes) {
      await guardFormat(file, bytes);
      guarded = true;
    }
  }
  if (!guarded) await guardFormat(file, bytes);
  return bytes;
}
