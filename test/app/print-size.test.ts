import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dpiOf, lengthOf, printUnits, readPrint, scaleForPrint } from "../../app/create/print-size.ts";

test("a print is as many pixels as its width has dots", () => {
  assert.deepEqual(readPrint({ width: "10", unit: "inch", dpi: "300" }), {
    width: 10,
    dpi: 300,
    pixels: 3000,
  });
  assert.deepEqual(readPrint({ width: "25,4", unit: "cm", dpi: " 300 " }), {
    width: 25.4,
    dpi: 300,
    pixels: 3000,
  });
  assert.equal(readPrint({ width: "60", unit: "cm", dpi: "300" }).pixels, 7087);
});

test("what is no width or no fineness is named, field by field", () => {
  const errorsOf = (width: string, dpi: string) =>
    Object.keys(readPrint({ width, unit: "cm", dpi }).errors ?? {});
  assert.deepEqual(errorsOf("60", "300"), []);
  assert.deepEqual(errorsOf("", "300"), ["width"]);
  assert.deepEqual(errorsOf("0", "300"), ["width"]);
  assert.deepEqual(errorsOf("1e9", "5"), ["width", "dpi"]);
  assert.deepEqual(errorsOf("60", "1201"), ["dpi"]);
  assert.deepEqual(errorsOf("9999", "300"), ["width"]);
});

test("the smallest scale that suffices is taken, and the largest where none does", () => {
  assert.equal(scaleForPrint(1000, 2000, [8, 2, 4]), 2);
  assert.equal(scaleForPrint(1000, 2001, [8, 2, 4]), 4);
  assert.equal(scaleForPrint(1000, 9000, [2, 4]), 4);
});

test("pixels, length and fineness agree with each other, and never promise too much", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30_000 }),
      fc.integer({ min: 30, max: 1200 }),
      fc.constantFrom(...printUnits),
      (pixels, dpi, unit) => {
        const length = lengthOf(pixels, dpi, unit);
        if (length === 0) return;
        assert.ok(dpiOf(pixels, length, unit) >= dpi);
        const print = readPrint({ width: String(length), unit, dpi: String(dpi) });
        if (!print.errors) assert.ok(print.pixels <= pixels, `${print.pixels} of ${pixels}`);
      },
    ),
  );
});
