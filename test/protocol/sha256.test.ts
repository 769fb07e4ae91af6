import assert from "node:assert/strict";
import { test } from "node:test";
import { startSha256 } from "@graphiti/protocol/sha256.ts";
import { startSha256 as startInBrowser } from "@graphiti/protocol/sha256-in-browser.ts";
import * as fc from "fast-check";

test("the browser's SHA-256 is Node's, whatever the parts, and keeps no hold of a part that changes later", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (parts) => {
      const [ours, theirs] = [startInBrowser(), startSha256()];
      for (const part of parts) {
        const reused = part.slice();
        ours.update(reused);
        theirs.update(part);
        reused.fill(7);
      }
      assert.deepEqual([...ours.digest()], [...theirs.digest()]);
    }),
  );
});
