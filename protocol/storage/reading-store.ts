import { fail } from "../errors.ts";
import { contentUrl, gatewaySource } from "./gateway-source.ts";
import type { Store } from "./store.ts";
import { downloadVerified, readVerified } from "./verified-read.ts";

function refuse(): never {
  fail("STORE_REFUSED", "Nothing is stored here: a gateway is only read.");
}

/** What anybody can do with any gateway: read, every byte verified. It holds no secret, and stores nothing. */
export function readingStore(gatewayUrl: string): Store {
  const source = gatewaySource(gatewayUrl);
  return {
    get: (cid, { maxBytes }) => readVerified(source, cid, maxBytes),
    download: (cid, path, { maxBytes }) => downloadVerified(source, cid, path, maxBytes),
    url: (cid) => contentUrl(gatewayUrl, cid).href,
    put: async () => refuse(),
    has: async () => refuse(),
    pin: async () => refuse(),
    unpin: async () => refuse(),
    createUpload: async () => refuse(),
  };
}
