/** A grey TIFF of one row with 32-bit floating point samples. */
export function floatTiff(samples: readonly number[]): Buffer {
  const fields: [number, number, number, number][] = [
    [256, 3, 1, samples.length],
    [257, 3, 1, 1],
    [258, 3, 1, 32],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 8],
    [277, 3, 1, 1],
    [278, 3, 1, 1],
    [279, 4, 1, samples.length * 4],
    [339, 3, 1, 3],
  ];
  const data = Buffer.alloc(samples.length * 4);
  for (const [index, sample] of samples.entries()) data.writeFloatLE(sample, index * 4);
  const directory = Buffer.alloc(2 + fields.length * 12 + 4);
  directory.writeUInt16LE(fields.length);
  for (const [index, [tag, type, count, value]] of fields.entries()) {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(count, at + 4);
    if (type === 3) directory.writeUInt16LE(value, at + 8);
    else directory.writeUInt32LE(value, at + 8);
  }
  const head = Buffer.alloc(8);
  head.write("II");
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8 + data.length, 4);
  return Buffer.concat([head, data, directory]);
}
