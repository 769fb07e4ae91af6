import type { Store } from "@graphiti/protocol/storage/store.ts";

/**
 * A store whose transfers nobody waits for once a signal is aborted. What is under way is left to itself: it ends by
 * the time limits that every transfer has.
 * @throws the signal's reason
 */
export const storeUntil = (store: Store, signal: AbortSignal): Store => ({
  put: (content, options) => unlessAborted(signal, () => store.put(content, options)),
  get: (cid, options) => unlessAborted(signal, () => store.get(cid, options)),
  download: (cid, path, options) => unlessAborted(signal, () => store.download(cid, path, options)),
  has: (cid) => store.has(cid),
  pin: (cid) => store.pin(cid),
  unpin: (cid) => store.unpin(cid),
  createUpload: (options) => store.createUpload(options),
  url: (cid) => store.url(cid),
});

async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
