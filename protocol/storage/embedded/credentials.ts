import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { HttpRefusal } from "./http-reply.ts";

/** Compares two secrets in constant time, whatever their lengths. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

const grantSchema = z.object({
  date: z.number().int(),
  expires: z
    .number()
    .int()
    .min(1)
    .max(7 * 86_400),
  filename: z.string().max(200).optional(),
  keyvalues: z.record(z.string().max(100), z.string().max(500)).optional(),
  max_file_size: z.number().int().min(1).optional(),
  allow_mime_types: z.array(z.string().max(100)).max(50).optional(),
});

/** What a signed upload URL allows; the shape of Pinata's API. `date` and `expires` in seconds. */
export type UploadGrant = z.infer<typeof grantSchema>;

/** Signs grants with a key derived from the token, so that URLs survive a restart. */
export class UploadGrants {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** The query of a signed URL. @throws 400 for a grant that makes no sense */
  issue(grant: unknown): string {
    const parsed = grantSchema.safeParse(grant);
    if (!parsed.success)
      throw new HttpRefusal(400, `The grant is malformed: ${parsed.error.issues[0]?.message}.`);
    const payload = Buffer.from(JSON.stringify(parsed.data)).toString("base64url");
    return new URLSearchParams({ grant: payload, signature: this.#sign(payload) }).toString();
  }

  /** @throws 403 unless the query was issued here and has not expired */
  redeem(query: URLSearchParams, nowSeconds = Date.now() / 1000): UploadGrant {
    const payload = query.get("grant") ?? "";
    if (!sameSecret(query.get("signature") ?? "", this.#sign(payload)))
      throw new HttpRefusal(403, "This upload URL was not issued here.");
    const grant = grantSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    if (nowSeconds > grant.date + grant.expires) throw new HttpRefusal(403, "This upload URL has expired.");
    return grant;
  }

  #sign(payload: string): string {
    return createHmac("sha256", this.#token).update(`upload grant ${payload}`).digest("base64url");
  }
}
