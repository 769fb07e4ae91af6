import assert from "node:assert/strict";
import { test } from "node:test";
import { allowList, lookOf, workParams } from "@graphiti/protocol/drop.ts";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import fc from "fast-check";
import type { Address } from "viem";
import { anyParams } from "./any-params.ts";

test("look and seed together are the parameters that they were taken from", () => {
  fc.assert(
    fc.property(anyParams, (params) => {
      const { seed, ...chosen } = params;
      assert.deepEqual(workParams(lookOf(chosen), seed), params);
    }),
  );
});

test("a look that no generator takes is refused", () => {
  assert.throws(() => lookOf({ palette: 200, complexity: 0, symmetry: 0, variation: 0 }), {
    code: "PARAMS_INVALID",
  });
  const seed = `0x${"11".repeat(16)}` as const;
  assert.throws(() => workParams(`0x${"00".repeat(15)}01`, seed), { code: "PARAMS_INVALID" });
});

test("a list proves each of its accounts, and no other", () => {
  const account = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes): Address => {
    return `0x${Buffer.from(bytes).toString("hex")}`;
  });
  fc.assert(
    fc.property(fc.uniqueArray(account, { minLength: 2, maxLength: 9 }), ([other, ...listed]) => {
      const { root, proofOf } = allowList(listed);
      const verifies = (who: Address | undefined, proof: string[]) =>
        StandardMerkleTree.verify(root, ["address"], [who], proof);
      for (const who of listed) {
        assert.ok(verifies(who, proofOf(who)));
        assert.ok(!verifies(other, proofOf(who)));
      }
    }),
  );
});
