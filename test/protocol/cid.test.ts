import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOfRawCid, ipfsUrl, parseCid, parseIpfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import fc from "fast-check";

const hello = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

test("the content id of a block is the published one", () => {
  assert.equal(rawCid(sha256(new TextEncoder().encode("hello world"))), hello);
});

test("digest and content id turn into each other", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const digest = sha256(bytes);
      assert.equal(digestOfRawCid(rawCid(digest)), digest);
      assert.equal(parseIpfsUrl(ipfsUrl(rawCid(digest))), rawCid(digest));
    }),
  );
});

test("what is not a SHA-256 content id is refused", () => {
  for (const cid of ["", "x", "bafy", `${hello}!`, "bafkqabtimvwgy3yk"])
    assert.throws(() => parseCid(cid), { code: "CID_INVALID" }, cid);
  assert.throws(() => digestOfRawCid("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"), {
    code: "CID_INVALID",
  });
});

test("only the plain ipfs address is taken", () => {
  for (const url of [
    `https://ipfs.io/ipfs/${hello}`,
    `ipfs://${hello}/../x`,
    `ipfs://${hello}?a`,
    "javascript:alert(1)",
    `ipfs://ipfs/${hello}`,
  ])
    assert.throws(() => parseIpfsUrl(url), { code: "CID_INVALID" }, url);
});
