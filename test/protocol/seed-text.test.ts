import assert from "node:assert/strict";
import { test } from "node:test";
import { generateLink } from "@graphiti/protocol/generate-link.ts";
import { seedFromText, seedText } from "@graphiti/protocol/seed-text.ts";
import fc from "fast-check";
import type { Hex } from "viem";

const seeds = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);

test("a number is the seed itself, and so are 32 hexadecimal digits", () => {
  assert.equal(seedFromText(" 7 "), `0x${"00".repeat(15)}07`);
  assert.equal(seedFromText("0x000102030405060708090A0B0C0D0E0F"), "0x000102030405060708090a0b0c0d0e0f");
});

test("words are seeds too, and each letter matters", () => {
  const seed = seedFromText("the sea, the sea");
  assert.match(seed, /^0x[0-9a-f]{32}$/);
  assert.equal(seedFromText("  the sea, the sea\n"), seed);
  for (const other of ["the sea, the Sea", "the sea the sea", "0x12", "-7", "1.5"])
    assert.notEqual(seedFromText(other), seed);
  assert.equal(seedFromText("e\u0301"), seedFromText("\u00e9"), "however the letter is composed");
});

test("what is written for a seed reads back as the same seed", () => {
  fc.assert(fc.property(seeds, (seed) => assert.equal(seedFromText(seedText(seed)), seed)));
  fc.assert(
    fc.property(
      fc.maxSafeInteger().filter((n) => n >= 0),
      (number) => {
        const seed = seedFromText(String(number));
        assert.equal(seedFromText(seedText(seed)), seed);
      },
    ),
  );
  assert.equal(seedText(seedFromText("482113907")), "482113907");
});

test("short words are read back as they were written, longer ones and other scripts in hexadecimal", () => {
  for (const text of ["the sea", "x", "Zoë's Dünen", "sixteen letters!", "0x12", "1.5", "-7"])
    assert.equal(seedText(seedFromText(text)), text);
  assert.equal(seedFromText("the sea"), "0x74686520736561000000000000000000");
  for (const text of [
    "seventeen letters",
    "sixteen letterß!",
    "海",
    "a\u0000b",
    "a\u202eb",
    "a\u00adb",
    "a\tb",
  ])
    assert.match(seedText(seedFromText(text)), /^0x[0-9a-f]{32}$/, text);
});

test("whatever the bytes are, what is read from them can be seen and is the seed", () => {
  const seedOf = (text: string): Hex => {
    const bytes = new Uint8Array(16);
    new TextEncoder().encodeInto(text, bytes);
    return `0x${Buffer.from(bytes).toString("hex")}`;
  };
  for (const text of ["12", " a", "a ", "a\0b"])
    assert.equal(seedText(seedOf(text)), seedOf(text), "words that would be read as another seed");
  const letters = fc.stringMatching(/^[\0 -~À-ſ\u00ad\u202e]{0,16}$/).map(seedOf);
  fc.assert(
    fc.property(letters, (seed) => {
      assert.match(seedText(seed), /^[ -~À-ſ]+$/);
      assert.equal(seedFromText(seedText(seed)), seed);
    }),
  );
});

test("nothing, and more than 200 characters, are no seed", () => {
  for (const text of ["", "   ", "x".repeat(201)])
    assert.throws(() => seedFromText(text), { code: "PARAMS_INVALID" }, text);
});

test("a link names everything that a picture is made from", () => {
  const params = { seed: seedFromText("7"), palette: 11, complexity: 9, symmetry: 0, variation: 255 };
  assert.equal(
    generateLink({ service: "flow", params, width: 320, height: 256 }),
    "/generate?service=flow&seed=7&palette=bauhaus&complexity=9&symmetry=none&variation=255&width=320&height=256",
  );
});
