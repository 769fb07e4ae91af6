const stripRows = 64;
const pageBytes = 4096;
const short = 3;
const long = 4;
const long8 = 16;

/** A field of the directory: its values, or the offset of values that lie elsewhere. */
type Field = { tag: number; type: number; count: number; value: (entry: Buffer) => void };

const one = (tag: number, type: typeof short | typeof long, value: number): Field => ({
  tag,
  type,
  count: 1,
  value: (entry) => entry.writeUInt32LE(value, 12),
});

/** Up to four shorts fit into the field itself. */
const shorts = (tag: number, values: number[]): Field => ({
  tag,
  type: short,
  count: values.length,
  value: (entry) => {
    for (const [index, item] of values.entries()) entry.writeUInt16LE(item, 12 + index * 2);
  },
});

/** A list of 64-bit numbers at `offset`; a list of one is the field's own value. */
const long8s = (tag: number, count: number, first: number, offset: number): Field => ({
  tag,
  type: long8,
  count,
  value: (entry) => entry.writeBigUInt64LE(BigInt(count === 1 ? first : offset), 12),
});

/**
 * The head of an uncompressed 8-bit RGB or RGBA BigTIFF whose rows follow without a gap. Its length is where they
 * start, and depends on nothing but the size.
 * @see https://www.awaresystems.be/imaging/tiff/bigtiff.html
 */
export function tiffHeader(width: number, height: number, channels: 3 | 4): Buffer {
  const strips = Math.ceil(height / stripRows);
  const directory = 16;
  const fieldCount = channels === 4 ? 12 : 11;
  const offsetsAt = directory + 8 + fieldCount * 20 + 8;
  const countsAt = offsetsAt + strips * 8;
  const dataAt = Math.ceil((countsAt + strips * 8) / pageBytes) * pageBytes;
  const rowBytes = width * channels;
  const bytesOf = (strip: number) => Math.min(stripRows, height - strip * stripRows) * rowBytes;
  const fields: Field[] = [
    one(256, long, width),
    one(257, long, height),
    shorts(258, Array<number>(channels).fill(8)),
    one(259, short, 1), // no compression
    one(262, short, 2), // RGB
    long8s(273, strips, dataAt, offsetsAt),
    one(274, short, 1), // upright
    one(277, short, channels),
    one(278, long, stripRows),
    long8s(279, strips, bytesOf(0), countsAt),
    one(284, short, 1), // interleaved
    ...(channels === 4 ? [one(338, short, 2)] : []), // alpha, not multiplied in
  ];
  const head = Buffer.alloc(dataAt);
  head.write("II");
  head.writeUInt16LE(43, 2);
  head.writeUInt16LE(8, 4);
  head.writeBigUInt64LE(BigInt(directory), 8);
  head.writeBigUInt64LE(BigInt(fieldCount), directory);
  for (const [index, field] of fields.entries()) {
    const entry = head.subarray(directory + 8 + index * 20);
    entry.writeUInt16LE(field.tag, 0);
    entry.writeUInt16LE(field.type, 2);
    entry.writeBigUInt64LE(BigInt(field.count), 4);
    field.value(entry);
  }
  for (let strip = 0; strip < strips; strip++) {
    head.writeBigUInt64LE(BigInt(dataAt + strip * stripRows * rowBytes), offsetsAt + strip * 8);
    head.writeBigUInt64LE(BigInt(bytesOf(strip)), countsAt + strip * 8);
  }
  return head;
}
