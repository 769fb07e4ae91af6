import { fail } from "@graphiti/protocol/errors.ts";

/** Little-endian numbers one after the other. */
export class ByteWriter {
  #bytes = new DataView(new ArrayBuffer(1 << 16));
  #length = 0;

  /** @throws RangeError when the number does not fit */
  u8(value: number): void {
    this.#room(1).setUint8(this.#length++, fits(value, 0, 0xff));
  }

  /** @throws RangeError when the number does not fit */
  u16(value: number): void {
    this.#room(2).setUint16(this.#length, fits(value, 0, 0xffff), true);
    this.#length += 2;
  }

  /** @throws RangeError when the number does not fit */
  i32(value: number): void {
    this.#room(4).setInt32(this.#length, fits(value, -0x80000000, 0x7fffffff), true);
    this.#length += 4;
  }

  /** One byte for −127 … 127; others are the byte −128 and two more. @throws RangeError beyond 16 bits */
  small(value: number): void {
    fits(value, -0x8000, 0x7fff);
    const isShort = Math.abs(value) < 128;
    this.#room(1).setInt8(this.#length++, isShort ? value : -128);
    if (isShort) return;
    this.#room(2).setInt16(this.#length, value, true);
    this.#length += 2;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer.slice(0, this.#length));
  }

  #room(size: number): DataView {
    if (this.#length + size > this.#bytes.byteLength) {
      const larger = new Uint8Array(2 * this.#bytes.byteLength);
      larger.set(new Uint8Array(this.#bytes.buffer));
      this.#bytes = new DataView(larger.buffer);
    }
    return this.#bytes;
  }
}

/** Reads what {@link ByteWriter} wrote. Every method throws MODEL_DAMAGED when the bytes end too early. */
export class ByteReader {
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  small(): number {
    const short = this.#view.getInt8(this.#take(1));
    return short === -128 ? this.#view.getInt16(this.#take(2), true) : short;
  }

  /** Before room for `count` bytes is taken. */
  expect(count: number): void {
    if (this.#at + count > this.#view.byteLength) fail("MODEL_DAMAGED", "The weights end too early.");
  }

  /** @throws GraphitiError MODEL_DAMAGED when bytes are left */
  end(): void {
    const left = this.#view.byteLength - this.#at;
    if (left > 0) fail("MODEL_DAMAGED", `The weights are ${left} bytes too long.`);
  }

  #take(size: number): number {
    this.expect(size);
    const at = this.#at;
    this.#at += size;
    return at;
  }
}

function fits(value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new RangeError(`${value} does not fit ${low} … ${high}`);
}
