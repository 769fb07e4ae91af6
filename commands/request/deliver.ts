import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { parseIpfsUrl } from "@graphiti/protocol/cid.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { z } from "zod";
import type { EscrowSession } from "./escrow-session.ts";

const maxMetadataBytes = 256 * 1024;
const maxImageBytes = 2 * 1024 ** 3;

const metadataShape = z.object({
  image: z.string(),
  properties: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
});

export type DeliveredFile = { path: string; cid: string; sha256: string; width: number; height: number };

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

/** From the token to a file on disk: metadata and picture are verified by content id on the way. */
export async function deliver(
  session: EscrowSession,
  store: Store,
  tokenId: bigint,
  out: string,
): Promise<{ tokenUri: string; file: DeliveredFile }> {
  const tokenUri = await session.reader.readContract({
    address: session.deployment.addresses.art,
    abi: graphitiArtAbi,
    functionName: "tokenURI",
    args: [tokenId],
  });
  const bytes = await store.get(parseIpfsUrl(tokenUri), { maxBytes: maxMetadataBytes });
  const metadata = metadataShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const cid = parseIpfsUrl(metadata.image);
  await store.download(cid, out, { maxBytes: maxImageBytes });
  const { width, height } = await sharp(out, { limitInputPixels: false }).metadata();
  if (width !== metadata.properties.width || height !== metadata.properties.height)
    fail("PICTURE_UNREADABLE", "The picture's size is not the one that its metadata states.");
  return { tokenUri, file: { path: out, cid, sha256: await sha256OfFile(out), width, height } };
}
