import assert from "node:assert/strict";
import { test } from "node:test";
import { isObjection, objection, type SealParts, seal, tagOf } from "@graphiti/protocol/seal.ts";
import fc from "fast-check";
import type { Hex } from "viem";
import { anyAddress, anyDigest } from "./arbitraries.ts";

const parts: fc.Arbitrary<SealParts> = fc.record({
  chainId: fc.integer({ min: 1 }),
  escrow: anyAddress,
  lotId: fc.bigInt({ min: 1n << 16n, max: 2n ** 80n }),
  attempt: fc.nat(0xffff),
  operator: anyAddress,
  outputRoot: anyDigest,
  metadataDigest: anyDigest,
  probe: anyDigest,
});

test("a seal changes with each of its parts", () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const sealed = seal(one);
      for (const part of Object.keys(one) as (keyof SealParts)[])
        if (one[part] !== other[part]) assert.notEqual(seal({ ...one, [part]: other[part] }), sealed, part);
    }),
  );
});

test("the chain keeps six bytes of a seal, and six zero bytes object", () => {
  const sealed: Hex = `0x010203040506${"ff".repeat(26)}`;
  assert.equal(tagOf(sealed), "0x010203040506");
  assert.ok(!isObjection(sealed));
  assert.ok(isObjection(objection));
  assert.ok(isObjection(`0x000000000000${"ff".repeat(26)}`));
});
