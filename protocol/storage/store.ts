/** How long content is kept: `hot` (inputs, cards on their way) expires, `durable` (results, metadata) stays. */
export type Tier = "hot" | "durable";

/** Something to store. A large file is given by its path, so that it is streamed and never held in memory. */
export type Content = Uint8Array | { path: string };

/** What was stored: its content id (CID) and its length in bytes. */
export type Stored = { cid: string; bytes: number };

/**
 * Where files live. Three adapters keep this contract: embedded, pinata, kubo.
 *
 * Every method throws a `GraphitiError`: STORE_UNREACHABLE and STORE_NOT_FOUND are retryable, CID_INVALID,
 * STORE_BYTES_MISMATCH, STORE_TOO_LARGE, STORE_REFUSED and DISK_FULL are not.
 */
export interface Store {
  /**
   * Stores content and pins it. Its content id is computed from the bytes before anything is sent, and the
   * answer of the store is compared with it. Content of at most 256 KiB has the same content id in every
   * store (CIDv1, raw, SHA-256 of the bytes); for larger content use the id that is returned.
   */
  put(content: Content, options: { name: string; tier: Tier; mimeType?: string }): Promise<Stored>;
  /** Reads content into memory; every byte was verified against the content id. At most `maxBytes` bytes. */
  get(cid: string, options: { maxBytes: number }): Promise<Uint8Array>;
  /** Like `get`, into a file, in bounded memory. The file appears only once it is complete and verified. */
  download(cid: string, path: string, options: { maxBytes: number }): Promise<Stored>;
  /** Whether the store itself holds the whole content. */
  has(cid: string): Promise<boolean>;
  /** Keeps content for good (tier durable). */
  pin(cid: string): Promise<void>;
  /** Lets content go; it may stay readable until the store cleans up. Not an error if it was not pinned. */
  unpin(cid: string): Promise<void>;
  /**
   * Makes a URL to which a stranger may POST one file as FormData `{file, network: "public"}`.
   * The limits are enforced by the store; `mimeTypes` is compared with what the bytes are, not what they claim.
   */
  createUpload(options: {
    maxBytes: number;
    mimeTypes: string[];
    expiresSeconds: number;
  }): Promise<{ url: string }>;
  /** The URL at which a person's browser finds the content. */
  url(cid: string): string;
}
