import type { Store } from "@graphiti/protocol/storage/store.ts";

/** A store that is like another but for some of its answers. */
export const storeWith = (store: Store, changed: Partial<Store>): Store => ({
  get: (cid, options) => store.get(cid, options),
  has: (cid) => store.has(cid),
  pin: (cid) => store.pin(cid),
  unpin: (cid) => store.unpin(cid),
  createUpload: (options) => store.createUpload(options),
  url: (cid) => store.url(cid),
  put: (content, options) => store.put(content, options),
  download: (cid, path, options) => store.download(cid, path, options),
  ...changed,
});
