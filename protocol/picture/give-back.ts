/**
 * Frees the memory of a large array at once; it is empty afterwards. The collector looks at the heap and lets such
 * arrays, which lie beside it, pile up by the hundred megabytes. An array that shares its memory is left alone.
 */
export function giveBack(array: Uint8Array | Float32Array): void {
  const { buffer } = array;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === array.byteLength) buffer.transfer(0);
}
