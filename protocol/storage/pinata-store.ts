import { type FileListItem, PinataError, PinataSDK } from "pinata";
import { parseCid } from "../cid.ts";
import { fail, GraphitiError } from "../errors.ts";
import { canonicalCid } from "./block.ts";
import { contentId } from "./content-id.ts";
import { contentUrl, gatewaySource } from "./gateway-source.ts";
import { checkStoreAddress } from "./public-address.ts";
import { withRetry } from "./retry.ts";
import type { Content, Store, Stored, Tier } from "./store.ts";
import { refusal, transferMilliseconds } from "./store-request.ts";
import { confirmStored, uploadFile } from "./upload-body.ts";
import { downloadVerified, readVerified } from "./verified-read.ts";

export type PinataOptions = {
  jwt: string;
  /** Gateway for reading; every byte from it is verified. */
  gatewayUrl: string;
  /** Default https://api.pinata.cloud/v3 */
  apiUrl: string;
  /** Default https://uploads.pinata.cloud/v3 */
  uploadUrl: string;
  /** Attempts per call to Pinata. Default 3. */
  attempts?: number;
};

/**
 * Pinata, through its SDK. The SDK neither times out nor retries, and its `delete` never throws; both are
 * made good here. Pinata's own answers may be under another content id for content above 256 KiB.
 */
export class PinataStore implements Store {
  readonly #sdk: PinataSDK;
  readonly #options: PinataOptions;

  constructor(options: PinataOptions) {
    this.#options = options;
    this.#sdk = new PinataSDK({
      pinataJwt: options.jwt,
      uploadUrl: options.uploadUrl,
      endpointUrl: options.apiUrl,
    });
  }

  async put(content: Content, options: { name: string; tier: Tier; mimeType?: string }): Promise<Stored> {
    const expected = await contentId(content);
    // The SDK passes names through btoa() for large files, which refuses anything but Latin-1.
    const name = encodeURIComponent(options.name).replaceAll("%20", " ").slice(0, 200) || "file";
    const mimeType = options.mimeType ?? "application/octet-stream";
    const answer = await this.#call(
      async () =>
        await this.#sdk.upload.public
          .file(await uploadFile(content, name, mimeType))
          .name(name)
          .keyvalues({ tier: options.tier })
          .cidVersion("v1"),
      expected.bytes,
    );
    const cid = canonicalCid(parseCid(answer.cid));
    return await confirmStored(cid, expected, content, gatewaySource(this.#options.gatewayUrl));
  }

  async get(cid: string, { maxBytes }: { maxBytes: number }): Promise<Uint8Array> {
    return await readVerified(gatewaySource(this.#options.gatewayUrl), cid, maxBytes);
  }

  async download(cid: string, path: string, { maxBytes }: { maxBytes: number }): Promise<Stored> {
    return await downloadVerified(gatewaySource(this.#options.gatewayUrl), cid, path, maxBytes);
  }

  async has(cid: string): Promise<boolean> {
    return (await this.#files(cid)).length > 0;
  }

  async pin(cid: string): Promise<void> {
    const files = await this.#files(cid);
    if (files.length === 0)
      await this.#call(
        async () =>
          await this.#sdk.upload.public.cid(canonicalCid(parseCid(cid))).keyvalues({ tier: "durable" }),
      );
    for (const { id } of files)
      await this.#call(() => this.#sdk.files.public.update({ id, keyvalues: { tier: "durable" } }));
  }

  async unpin(cid: string): Promise<void> {
    await this.#delete((await this.#files(cid)).map(({ id }) => id));
  }

  /** Deletes hot files uploaded before a moment: Pinata keeps what it is given. Returns how many went. */
  async deleteHotFilesBefore(moment: Date): Promise<number> {
    const old: string[] = [];
    let pageToken = "";
    do {
      const page = this.#sdk.files.public.list().keyvalues({ tier: "hot" }).limit(100);
      const { files, next_page_token } = await this.#call(
        async () => await (pageToken ? page.pageToken(pageToken) : page),
      );
      for (const file of (files ?? []) as FileListItem[])
        if (new Date(file.created_at) < moment) old.push(file.id);
      pageToken = next_page_token ?? "";
    } while (pageToken !== "");
    await this.#delete(old);
    return old.length;
  }

  async createUpload(options: {
    maxBytes: number;
    mimeTypes: string[];
    expiresSeconds: number;
  }): Promise<{ url: string }> {
    const url = await this.#call(() =>
      this.#sdk.upload.public.createSignedURL({
        expires: options.expiresSeconds,
        maxFileSize: options.maxBytes,
        mimeTypes: options.mimeTypes,
        keyvalues: { tier: "hot" },
      }),
    );
    return { url };
  }

  url(cid: string): string {
    return contentUrl(this.#options.gatewayUrl, parseCid(cid).toString()).toString();
  }

  async #files(cid: string): Promise<FileListItem[]> {
    const wanted = canonicalCid(parseCid(cid));
    const { files } = await this.#call(async () => await this.#sdk.files.public.list().cid(wanted));
    return files ?? [];
  }

  async #delete(ids: string[]): Promise<void> {
    for (const id of ids) {
      await this.#call(async () => {
        const [result] = await this.#sdk.files.public.delete([id]);
        // The SDK reports failure only in this text; on success it is HTTP's reason phrase, or empty.
        if (/error|failed/i.test(result?.status ?? ""))
          fail("STORE_UNREACHABLE", `Pinata could not delete a file: ${result?.status}`, { retryable: true });
      });
    }
  }

  /** A call to Pinata with a time limit, retries, and errors in our terms. */
  async #call<Result>(work: () => Promise<Result>, bytes = 0): Promise<Result> {
    for (const url of [this.#options.apiUrl, this.#options.uploadUrl]) await checkStoreAddress(new URL(url));
    return await withRetry(() => inTime(work, transferMilliseconds(bytes)), {
      attempts: this.#options.attempts,
    });
  }
}

/** The SDK cannot be aborted, so a call that takes too long is left to itself. */
async function inTime<Result>(work: () => Promise<Result>, milliseconds: number): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new GraphitiError("STORE_UNREACHABLE", "Pinata does not answer.", { retryable: true })),
    milliseconds,
  );
  try {
    return await Promise.race([work(), late.promise]);
  } catch (thrown) {
    throw pinataError(thrown);
  } finally {
    clearTimeout(timer);
  }
}

function pinataError(thrown: unknown): unknown {
  if (thrown instanceof GraphitiError) return thrown;
  if (!(thrown instanceof PinataError)) return thrown;
  if (thrown.statusCode) return refusal("Pinata", thrown.statusCode, thrown.message.slice(0, 300));
  return new GraphitiError("STORE_UNREACHABLE", "Pinata does not answer.", {
    cause: thrown,
    retryable: true,
  });
}
