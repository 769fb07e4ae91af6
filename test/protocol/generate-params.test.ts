import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeGenerateParams,
  encodeGenerateParams,
  type GenerateParams,
  paletteNames,
  symmetryNames,
} from "@graphiti/protocol/generate-params.ts";
import * as fc from "fast-check";
import { anyParams } from "./any-params.ts";

const some: GenerateParams = {
  seed: "0x000102030405060708090a0b0c0d0e0f",
  palette: 3,
  complexity: 4,
  symmetry: 2,
  variation: 200,
};
const encoded = "0x000102030405060708090a0b0c0d0e0f030402c8000000000000000000000000";

test("the bytes stand in their written order", () => {
  assert.equal(encodeGenerateParams(some), encoded);
});

test("decoding gives back what was encoded", () => {
  fc.assert(
    fc.property(anyParams, (any) => assert.deepEqual(decodeGenerateParams(encodeGenerateParams(any)), any)),
  );
});

test("a parameter out of its range is refused by its name, in both directions", () => {
  const past = { palette: paletteNames.length, complexity: 10, symmetry: symmetryNames.length };
  for (const [at, [name, value]] of Object.entries(past).entries()) {
    const message = new RegExp(`The ${name} must be .* not ${value}`);
    assert.throws(() => encodeGenerateParams({ ...some, [name]: value }), {
      code: "PARAMS_INVALID",
      message,
    });
    const bytes = Buffer.from(encoded.slice(2), "hex");
    bytes[16 + at] = value;
    assert.throws(() => decodeGenerateParams(`0x${bytes.toString("hex")}`), {
      code: "PARAMS_INVALID",
      message,
    });
  }
  for (const value of [-1, 0.5, 256, Number.NaN])
    assert.throws(() => encodeGenerateParams({ ...some, variation: value }), { code: "PARAMS_INVALID" });
});

test("a seed of another length, and what is not hexadecimal, are refused", () => {
  for (const seed of ["0x", "0x00", `0x${"0".repeat(31)}`, `0x${"0".repeat(34)}`, `0x${"g".repeat(32)}`, 7])
    assert.throws(() => encodeGenerateParams({ ...some, seed: seed as `0x${string}` }), {
      code: "PARAMS_INVALID",
    });
});

test("bytes of another length, or with anything in their tail, are refused", () => {
  for (const bytes of ["0x", encoded.slice(0, -2), `${encoded}00`])
    assert.throws(() => decodeGenerateParams(bytes as `0x${string}`), { code: "PARAMS_INVALID" });
  for (let at = 20; at < 32; at++) {
    const bytes = Buffer.from(encoded.slice(2), "hex");
    bytes[at] = 1;
    assert.throws(() => decodeGenerateParams(`0x${bytes.toString("hex")}`), {
      code: "PARAMS_INVALID",
      message: /last 12 bytes/,
    });
  }
});
