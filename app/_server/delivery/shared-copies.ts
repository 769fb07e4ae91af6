import { rename, rm, stat } from "node:fs/promises";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import { cameraOfTraits } from "@graphiti/protocol/picture/camera-data.ts";
import type { TokenView } from "../../_data/views.ts";
import type { Provenance } from "../credentials/manifest.ts";
import { signCopy } from "../credentials/sign-copy.ts";
import { processMemory } from "../process-memory.ts";
import { requireRoom } from "../require-room.ts";
import { scratchFolder } from "../scratch-folder.ts";
import { gallerySettings } from "../settings.ts";
import { sharedDownloads } from "../shared-downloads.ts";
import { type SharedFile, SharedFiles } from "../shared-files.ts";
import type { WorkRecord } from "../work-record.ts";
import { encodeCopy } from "./encode-copy.ts";
import { type Format, formats } from "./formats.ts";
import type { Inscription } from "./inscription.ts";

/** Free space that the largest copy, and the same once more signed, may need. */
const roomBytes = 1024 ** 3;

export type CopyRequest = {
  token: TokenView;
  record: WorkRecord;
  format: Format;
  withCredentials: boolean;
  /** Where this gallery is reached, for the address of the receipt. */
  origin: string;
};

const sharedCopies = (env: Env) =>
  processMemory(
    "copies",
    () => new SharedFiles(() => scratchFolder(env, "copies"), { running: 1, waiting: 20 }),
  );

async function provenanceOf(
  { token, record, format }: CopyRequest,
  receiptUrl: string,
  env: Env,
): Promise<Provenance> {
  const { chainId, addresses } = await gallerySettings(env);
  const { job } = token;
  return {
    title: record.title,
    mimeType: formats[format].mimeType,
    chainId,
    escrow: addresses.escrow,
    art: addresses.art,
    jobId: token.tokenId,
    service: {
      name: job.serviceName,
      kind: job.service?.kind ?? 1,
      modelDigest: job.service?.modelDigest ?? "0x",
    },
    inputCid: job.inputCid,
    imageCid: record.image.cid,
    outputRoot: job.lots.at(-1)?.outputRoot,
    receiptUrl,
  };
}

/**
 * A work in the form that was asked for, made once for all who ask for it at the same time.
 * @throws PICTURE_BEYOND_FORMAT, CREDENTIALS_UNAVAILABLE, GALLERY_BUSY, DISK_FULL; whatever the store throws
 */
export function acquireCopy(wanted: CopyRequest, signal: AbortSignal, env = readEnv()): Promise<SharedFile> {
  const { token, record, format, withCredentials, origin } = wanted;
  const { cid } = record.image;
  if (format === "png" && !withCredentials) return sharedDownloads(env).acquire(cid, signal);
  const receiptUrl = new URL(`/works/${token.tokenId}`, env.GALLERY_URL ?? origin).href;
  const name = [cid, token.metadataDigest, format, withCredentials, receiptUrl].join(" ");
  return sharedCopies(env).acquire(name, signal, async (path, folder) => {
    await requireRoom(folder, roomBytes);
    const original = await sharedDownloads(env).acquire(cid, new AbortController().signal);
    const signedPath = `${path}.signed`;
    try {
      const { title, artist, rights, attributes } = record;
      const inscription: Inscription = {
        title,
        artist,
        rights,
        receiptUrl,
        camera: cameraOfTraits(attributes),
      };
      await encodeCopy(original.path, path, format, inscription);
      if (withCredentials) {
        await signCopy(path, signedPath, await provenanceOf(wanted, receiptUrl, env), env);
        await rename(signedPath, path);
      }
      return (await stat(path)).size;
    } finally {
      original.release();
      await rm(signedPath, { force: true });
    }
  });
}
