import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { parseCid } from "../../cid.ts";
import { canonicalCid } from "../block.ts";
import type { ContentStore, PinDetails } from "./content-store.ts";
import { sameSecret, UploadGrants } from "./credentials.ts";
import { HttpRefusal, readJson, replyJson } from "./http-reply.ts";
import type { Pin } from "./pins.ts";
import { receiveUpload, type UploadForm, type UploadLimits } from "./receive-upload.ts";
import type { ResumableUploads } from "./resumable-uploads.ts";

const keyvaluesSchema = z.record(z.string().max(100), z.string().max(500));
const changeSchema = z.object({
  name: z.string().max(500).optional(),
  keyvalues: keyvaluesSchema.optional(),
  expires_at: z.number().nullable().optional(),
});
const pinByCidSchema = z.object({
  cid: z.string(),
  name: z.string().max(500).optional(),
  keyvalues: keyvaluesSchema.optional(),
});

export type PinataOptions = {
  token: string;
  /** Life of content of the tier hot. Seconds. */
  hotSeconds: number;
  /** Largest upload with the token. Bytes. */
  maxUploadBytes: number;
  /** Base of the signed URLs that are handed out. */
  publicUrl: () => string;
};

/** The part of Pinata's v3 API that the `pinata` SDK uses for public files. */
export class PinataRoutes {
  readonly #store: ContentStore;
  readonly #options: PinataOptions;
  readonly #grants: UploadGrants;
  readonly #resumable: ResumableUploads;

  constructor(store: ContentStore, resumable: ResumableUploads, options: PinataOptions) {
    this.#store = store;
    this.#resumable = resumable;
    this.#options = options;
    this.#grants = new UploadGrants(options.token);
  }

  /** Answers a request under /v3/. */
  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const route = `${request.method} ${url.pathname.slice("/v3".length)}`;
    if (route === "POST /files/signed") return this.#uploadSigned(request, response, url);
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given === undefined || !sameSecret(given, this.#options.token))
      throw new HttpRefusal(401, "The token is missing or wrong.");
    if (route === "POST /files" && request.headers["upload-length"] !== undefined)
      return this.#beginResumable(request, response);
    if (route === "POST /files") return this.#upload(request, response);
    const upload = /^\/v3\/files\/resumable\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (upload !== undefined && request.method === "PATCH") return this.#append(request, response, upload);
    if (route === "POST /files/sign") return this.#sign(request, response);
    if (route === "GET /files/public") return this.#list(response, url);
    if (route === "POST /files/public/pin_by_cid") return this.#pinByCid(request, response);
    const id = /^\/v3\/files\/public\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (id === undefined) throw new HttpRefusal(404, "There is no such endpoint.");
    if (request.method === "GET") return replyJson(response, 200, { data: fileRecord(this.#byId(id)) });
    if (request.method === "PUT") return this.#change(request, response, id);
    if (request.method === "DELETE") {
      await this.#store.pins.update(this.#byId(id).cid, () => undefined);
      return replyJson(response, 200, { data: null });
    }
    throw new HttpRefusal(405, "This method is not known here.");
  }

  async #upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#receive(request, response, { maxBytes: this.#options.maxUploadBytes }, (form) =>
      this.#details(form, keyvaluesOf(form), form.fields.get("name")),
    );
  }

  async #beginResumable(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = await this.#resumable.begin(request);
    response.setHeader("location", `${this.#options.publicUrl()}/v3/files/resumable/${id}`);
    response.writeHead(201).end();
  }

  async #append(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const whole = await this.#resumable.append(id, request);
    if (whole) {
      const fields = whole.about;
      const form = { fields, filename: fields.get("filename") ?? id, mimeType: fields.get("filetype") ?? "" };
      const pin = await this.#store.put(whole.content, async () =>
        this.#details(form, keyvaluesOf(form), form.filename),
      );
      response.setHeader("upload-cid", pin.cid);
    }
    response.writeHead(204).end();
  }

  async #uploadSigned(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const grant = this.#grants.redeem(url.searchParams);
    const limits = {
      maxBytes: Math.min(grant.max_file_size ?? Number.POSITIVE_INFINITY, this.#options.maxUploadBytes),
      mimeTypes: grant.allow_mime_types,
    };
    await this.#receive(request, response, limits, (form) =>
      this.#details(form, grant.keyvalues ?? {}, grant.filename),
    );
  }

  async #receive(
    request: IncomingMessage,
    response: ServerResponse,
    limits: UploadLimits,
    details: (form: UploadForm) => PinDetails,
  ): Promise<void> {
    try {
      const pin = await receiveUpload(request, limits, (file, form) =>
        this.#store.put(file, async () => details(await form())),
      );
      replyJson(response, 200, { data: { ...fileRecord(pin), is_duplicate: pin.isDuplicate } });
    } catch (cause) {
      // The blocks of an upload that failed belong to nothing; with a full disk they must go at once.
      void this.#store.collect().catch(() => {});
      throw cause;
    }
  }

  #details(form: UploadForm, keyvalues: Record<string, string>, name: string | undefined): PinDetails {
    const expiresAt = Number(form.fields.get("expires_at") ?? Number.NaN);
    return {
      name: (name ?? form.filename).slice(0, 500),
      mimeType: form.mimeType,
      keyvalues,
      expiresAt: Number.isFinite(expiresAt) ? expiresAt : this.#expiry(keyvalues),
    };
  }

  #expiry(keyvalues: Record<string, string>): number | null {
    return keyvalues.tier === "hot" ? Math.floor(Date.now() / 1000) + this.#options.hotSeconds : null;
  }

  async #sign(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = this.#grants.issue(await readJson(request));
    replyJson(response, 200, { data: `${this.#options.publicUrl()}/v3/files/signed?${query}` });
  }

  #list(response: ServerResponse, url: URL): void {
    const query = url.searchParams;
    const wantedCid = query.get("cid");
    const cid = wantedCid === null ? undefined : canonicalCid(parseCid(wantedCid));
    const tags = [...query].flatMap(([key, value]) => {
      const tag = /^keyvalues\[(.+)\]$/.exec(key)?.[1];
      return tag === undefined ? [] : [[tag, value] as const];
    });
    const matching = this.#store.pins
      .all()
      .filter((pin) => cid === undefined || pin.cid === cid)
      .filter((pin) => query.get("name") === null || pin.name === query.get("name"))
      .filter((pin) => tags.every(([key, value]) => pin.keyvalues[key] === value))
      .sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1));
    const start = Number(query.get("pageToken") ?? 0) || 0;
    const end = start + Math.min(Math.max(Number(query.get("limit")) || 10, 1), 1000);
    replyJson(response, 200, {
      data: {
        files: matching.slice(start, end).map(fileRecord),
        next_page_token: end < matching.length ? String(end) : "",
      },
    });
  }

  async #pinByCid(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = parsed(pinByCidSchema, await readJson(request));
    const cid = parseCid(wanted.cid);
    const keyvalues = wanted.keyvalues ?? {};
    const expiresAt = this.#expiry(keyvalues);
    const details = { name: wanted.name ?? wanted.cid, mimeType: null, keyvalues, expiresAt };
    const pin = await this.#store.pin(cid, details);
    replyJson(response, 200, { data: { ...fileRecord(pin), status: "retrieving" } });
  }

  async #change(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const change = parsed(changeSchema, await readJson(request));
    const pin = await this.#store.pins.update(this.#byId(id).cid, (before) => {
      if (before === undefined) throw new HttpRefusal(404, "There is no such file.");
      const keyvalues = { ...before.keyvalues, ...change.keyvalues };
      const tierExpiry = change.keyvalues?.tier === undefined ? before.expiresAt : this.#expiry(keyvalues);
      const expiresAt = change.expires_at === undefined ? tierExpiry : change.expires_at;
      return { ...before, name: change.name ?? before.name, keyvalues, expiresAt };
    });
    replyJson(response, 200, { data: fileRecord(pin as Pin) });
  }

  #byId(id: string): Pin {
    const pin = this.#store.pins.all().find((candidate) => candidate.id === id);
    if (pin === undefined) throw new HttpRefusal(404, "There is no such file.");
    return pin;
  }
}

/** A pin in the shape of Pinata's answers. */
function fileRecord(pin: Pin) {
  return {
    id: pin.id,
    name: pin.name,
    cid: pin.cid,
    size: pin.bytes,
    created_at: pin.createdAt,
    number_of_files: 1,
    mime_type: pin.mimeType,
    group_id: null,
    keyvalues: pin.keyvalues,
    vectorized: false,
    network: "public",
    expires_at: pin.expiresAt,
  };
}

function keyvaluesOf(form: UploadForm): Record<string, string> {
  let json: unknown;
  try {
    json = JSON.parse(form.fields.get("keyvalues") ?? "{}");
  } catch {
    throw new HttpRefusal(400, "`keyvalues` is not JSON.");
  }
  return parsed(keyvaluesSchema, json);
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new HttpRefusal(400, `The request is malformed: ${issue?.path.join(".")} ${issue?.message}.`);
}
