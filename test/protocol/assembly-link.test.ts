import assert from "node:assert/strict";
import { test } from "node:test";
import { assemblyLink, type JoinedPicture, parseAssembly } from "@graphiti/protocol/assembly-link.ts";

const digest = (byte: string) => `0x${byte.repeat(32)}` as const;
const joined: JoinedPicture = {
  outputRoot: digest("01"),
  metadataDigest: digest("ab"),
  seal: digest("0c"),
  probe: digest("ff"),
};

test("what a link carries behind its # comes back, and no server sees it", () => {
  const link = new URL(assemblyLink("http://gallery.example/", 7n, joined));
  assert.equal(link.pathname, "/jobs/7");
  assert.equal(link.search, "");
  assert.deepEqual(parseAssembly(link.hash), joined);
});

test("a link with a part missing or malformed is none", () => {
  const { hash } = new URL(assemblyLink("http://gallery.example", 7n, joined));
  for (const broken of [
    "",
    "#",
    hash.replace("seal=0x", "seal="),
    hash.slice(0, -1),
    `${hash}&probe=0x00`.replace("probe=", "x="),
  ])
    assert.equal(parseAssembly(broken), undefined, broken);
});
