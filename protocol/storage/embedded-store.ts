import { z } from "zod";
import { parseCid } from "../cid.ts";
import { fail, GraphitiError } from "../errors.ts";
import { canonicalCid } from "./block.ts";
import { contentId } from "./content-id.ts";
import { contentUrl, endpoint, gatewaySource } from "./gateway-source.ts";
import type { Content, Store, Stored, Tier } from "./store.ts";
import { jsonAnswer, storeRequest } from "./store-request.ts";
import { confirmStored, uploadFile } from "./upload-body.ts";
import { downloadVerified, readVerified } from "./verified-read.ts";

const fileSchema = z.object({ data: z.object({ id: z.string(), cid: z.string() }) });
const listSchema = z.object({ data: z.object({ files: z.array(z.object({ id: z.string() })) }) });
const signedSchema = z.object({ data: z.url() });

/** The embedded store, spoken to over HTTP: by every process but the one that serves it. */
export class EmbeddedStore implements Store {
  readonly #gatewayUrl: string;
  readonly #token: string;

  constructor(options: { gatewayUrl: string; token: string }) {
    this.#gatewayUrl = options.gatewayUrl;
    this.#token = options.token;
  }

  async put(content: Content, options: { name: string; tier: Tier; mimeType?: string }): Promise<Stored> {
    const expected = await contentId(content);
    const form = new FormData();
    form.append("network", "public");
    form.append("name", options.name);
    form.append("keyvalues", JSON.stringify({ tier: options.tier }));
    form.append(
      "file",
      await uploadFile(content, "file", options.mimeType ?? "application/octet-stream"),
      "file",
    );
    const { data } = await this.#call("POST", "files", fileSchema, form, expected.bytes);
    return await confirmStored(data.cid, expected, content, gatewaySource(this.#gatewayUrl));
  }

  async get(cid: string, { maxBytes }: { maxBytes: number }): Promise<Uint8Array> {
    return await readVerified(gatewaySource(this.#gatewayUrl), cid, maxBytes);
  }

  async download(cid: string, path: string, { maxBytes }: { maxBytes: number }): Promise<Stored> {
    return await downloadVerified(gatewaySource(this.#gatewayUrl), cid, path, maxBytes);
  }

  async has(cid: string): Promise<boolean> {
    const url = contentUrl(this.#gatewayUrl, parseCid(cid).toString());
    try {
      await storeRequest(url, { method: "HEAD" });
      return true;
    } catch (thrown) {
      if (thrown instanceof GraphitiError && thrown.code === "STORE_NOT_FOUND") return false;
      throw thrown;
    }
  }

  async pin(cid: string): Promise<void> {
    const body = JSON.stringify({ cid: canonicalCid(parseCid(cid)), keyvalues: { tier: "durable" } });
    await this.#call("POST", "files/public/pin_by_cid", fileSchema, body);
  }

  async unpin(cid: string): Promise<void> {
    const query = new URLSearchParams({ cid: canonicalCid(parseCid(cid)) });
    const { data } = await this.#call("GET", `files/public?${query}`, listSchema);
    for (const { id } of data.files) await this.#call("DELETE", `files/public/${id}`, z.unknown());
  }

  async createUpload(options: {
    maxBytes: number;
    mimeTypes: string[];
    expiresSeconds: number;
  }): Promise<{ url: string }> {
    const grant = {
      date: Math.floor(Date.now() / 1000),
      expires: options.expiresSeconds,
      max_file_size: options.maxBytes,
      allow_mime_types: options.mimeTypes,
      keyvalues: { tier: "hot" },
      network: "public",
    };
    const { data } = await this.#call("POST", "files/sign", signedSchema, JSON.stringify(grant));
    return { url: data };
  }

  url(cid: string): string {
    return contentUrl(this.#gatewayUrl, parseCid(cid).toString()).toString();
  }

  async #call<Schema extends z.ZodType>(
    method: string,
    path: string,
    schema: Schema,
    body?: BodyInit,
    bodyBytes = 0,
  ): Promise<z.infer<Schema>> {
    const [pathname = "", query = ""] = path.split("?");
    const url = endpoint(this.#gatewayUrl, `v3/${pathname}`);
    url.search = query;
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` };
    if (typeof body === "string") headers["content-type"] = "application/json";
    const response = await storeRequest(url, { method, headers, body, bodyBytes });
    const answer = schema.safeParse(await jsonAnswer(url, response));
    if (!answer.success) fail("STORE_REFUSED", `${url.host} does not answer like the embedded store.`);
    return answer.data;
  }
}
