import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Frees the memory of a large array at once; it is empty afterwards. The collector looks at the heap and lets such
 * arrays, which lie beside it, pile up by the hundred megabytes.
 */
export function giveBack(array: Uint8Array | Float32Array): void {
  if (array.buffer instanceof ArrayBuffer) array.buffer.transfer(0);
}

/** Collects all garbage now: worth it once after the start, which needs much that a waiting node does not. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}
