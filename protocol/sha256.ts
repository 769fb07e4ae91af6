import { createHash } from "node:crypto";

/** SHA-256 over bytes that come one after the other. The browser has a twin, `sha256-in-browser.ts`. */
export type Sha256 = { update(bytes: Uint8Array): unknown; digest(): Uint8Array };

export const startSha256 = (): Sha256 => createHash("sha256");
