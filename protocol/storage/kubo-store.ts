import { z } from "zod";
import { parseCid } from "../cid.ts";
import { fail, GraphitiError } from "../errors.ts";
import { canonicalCid } from "./block.ts";
import { contentId } from "./content-id.ts";
import { contentUrl, endpoint } from "./gateway-source.ts";
import type { Content, Store, Stored, Tier } from "./store.ts";
import { jsonAnswer, storeRequest, streamBody } from "./store-request.ts";
import { confirmStored, uploadFile } from "./upload-body.ts";
import { type BlockSource, downloadVerified, readVerified } from "./verified-read.ts";

const addedSchema = z.object({ Hash: z.string() });

/** The layout `unixfs-v1-2025`, in Kubo's words. */
const addOptions = {
  "cid-version": "1",
  "raw-leaves": "true",
  chunker: "size-1048576",
  "max-file-links": "1024",
  "cid-base": "base32",
  pin: "true",
  progress: "false",
};

/**
 * A Kubo node over its RPC (`/api/v0`). The RPC has no access control of its own: keep it private.
 * Kubo does not know tiers, so hot content stays until it is unpinned; and it has no signed uploads.
 */
export class KuboStore implements Store {
  readonly #rpcUrl: string;
  readonly #gatewayUrl: string;
  readonly #source: BlockSource;

  constructor(options: { rpcUrl: string; gatewayUrl: string }) {
    this.#rpcUrl = options.rpcUrl;
    this.#gatewayUrl = options.gatewayUrl;
    const stream = async (command: string, arg: string, maxBytes: number) => {
      const { url, response } = await this.#call(command, { arg, timeout: "25s" });
      return streamBody(url, response, maxBytes);
    };
    this.#source = {
      block: (cid, maxBytes) => stream("block/get", cid.toString(), maxBytes),
      car: (cid, maxBytes) => stream("dag/export", cid.toString(), maxBytes),
    };
  }

  async put(content: Content, options: { name: string; tier: Tier; mimeType?: string }): Promise<Stored> {
    const expected = await contentId(content);
    const form = new FormData();
    const file = await uploadFile(content, "file", options.mimeType ?? "application/octet-stream");
    form.append("file", file, "file");
    const { url, response } = await this.#call("add", addOptions, form, expected.bytes);
    const added = addedSchema.safeParse(await jsonAnswer(url, response));
    if (!added.success) fail("STORE_REFUSED", `${url.host} does not answer like a Kubo node.`);
    const cid = canonicalCid(parseCid(added.data.Hash));
    return await confirmStored(cid, expected, content, this.#source);
  }

  async get(cid: string, { maxBytes }: { maxBytes: number }): Promise<Uint8Array> {
    return await readVerified(this.#source, cid, maxBytes);
  }

  async download(cid: string, path: string, { maxBytes }: { maxBytes: number }): Promise<Stored> {
    return await downloadVerified(this.#source, cid, path, maxBytes);
  }

  /** Kubo cannot say cheaply whether it holds every block, only whether it pins the content; that is the answer. */
  async has(cid: string): Promise<boolean> {
    try {
      await this.#finish("pin/ls", { arg: parseCid(cid).toString(), type: "recursive" });
      return true;
    } catch (thrown) {
      if (thrown instanceof GraphitiError && thrown.code === "STORE_NOT_FOUND") return false;
      throw thrown;
    }
  }

  async pin(cid: string): Promise<void> {
    await this.#finish("pin/add", { arg: parseCid(cid).toString(), timeout: "25s" });
  }

  async unpin(cid: string): Promise<void> {
    try {
      await this.#finish("pin/rm", { arg: parseCid(cid).toString() });
    } catch (thrown) {
      if (!(thrown instanceof GraphitiError) || thrown.code !== "STORE_NOT_FOUND") throw thrown;
    }
  }

  async createUpload(): Promise<{ url: string }> {
    return fail("STORE_REFUSED", "A Kubo node has no signed uploads; upload through the gallery's server.");
  }

  url(cid: string): string {
    return contentUrl(this.#gatewayUrl, parseCid(cid).toString()).toString();
  }

  async #finish(command: string, query: Record<string, string>): Promise<void> {
    const { response } = await this.#call(command, query);
    await response.body?.cancel();
  }

  async #call(command: string, query: Record<string, string>, body?: BodyInit, bodyBytes?: number) {
    const url = endpoint(this.#rpcUrl, `api/v0/${command}`);
    url.search = new URLSearchParams(query).toString();
    const response = await storeRequest(url, { method: "POST", body, bodyBytes, explain: explainKubo });
    return { url, response };
  }
}

/** Kubo says everything with HTTP 500 and a sentence. */
function explainKubo(status: number, text: string): void {
  if (status !== 500) return;
  if (/not pinned|not found|could not find|context deadline exceeded|command timed out/i.test(text))
    fail("STORE_NOT_FOUND", "The Kubo node does not have this content.", { retryable: true });
  if (/no space left/i.test(text)) fail("DISK_FULL", "The Kubo node has no space left on its disk.");
}
