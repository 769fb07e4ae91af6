import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOfRawCid, rawCid } from "@graphiti/protocol/cid.ts";
import { encodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import {
  canonicalJson,
  cardDigest,
  metadataFile,
  parseArtCard,
  type TokenFacts,
  tokenMetadata,
} from "@graphiti/protocol/metadata.ts";
import { seedFromText } from "@graphiti/protocol/seed-text.ts";
import { noParams } from "@graphiti/protocol/terms.ts";
import fc from "fast-check";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("canonical JSON sorts keys, leaves no space and is UTF-8", () => {
  assert.equal(
    text(canonicalJson({ b: [1, { d: true, c: null }], a: "ä\n" })),
    '{"a":"ä\\n","b":[1,{"c":null,"d":true}]}',
  );
});

test("canonical JSON does not depend on the order of keys and reads back the same", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.maxSafeInteger())),
      (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        assert.equal(text(canonicalJson(value)), text(canonicalJson(turned)));
        assert.deepEqual({ ...JSON.parse(text(canonicalJson(value))) }, { ...value });
      },
    ),
  );
});

test("numbers that JSON writers disagree about are refused", () => {
  for (const value of [0.1, Number.NaN, 2 ** 53]) assert.throws(() => canonicalJson({ value }), RangeError);
});

test("an art card needs a title, keeps to its limits and knows no other fields", () => {
  assert.equal(parseArtCard({ title: "  Dunes " }).title, "Dunes");
  for (const card of [
    {},
    { title: "" },
    { title: "   " },
    { title: "x".repeat(121) },
    { title: "a", description: "x".repeat(4001) },
    { title: "a", other: 1 },
    { title: "bell\u0007" },
    { title: "a", attributes: Array(33).fill({ trait_type: "a", value: "b" }) },
    "title",
    null,
  ])
    assert.throws(() => parseArtCard(card), { code: "CARD_INVALID" }, JSON.stringify(card)?.slice(0, 60));
});

const facts = {
  card: parseArtCard({ title: "Dunes", altText: "sand" }),
  service: { id: 1, kind: 1, name: "faithful-x2", scale: 2, modelDigest: `0x${"01".repeat(32)}` },
  params: noParams,
  width: 20,
  height: 10,
  inputCid: rawCid(`0x${"02".repeat(32)}`),
  inputRoot: `0x${"03".repeat(32)}`,
  outputRoot: `0x${"04".repeat(32)}`,
  imageCid: rawCid(`0x${"05".repeat(32)}`),
  jobId: 7n,
  chainId: 31337,
  escrow: "0x00000000000000000000000000000000000000aa",
} as const satisfies TokenFacts;

test("the metadata's digest names its file, and every fact moves it", () => {
  const file = metadataFile(facts);
  assert.equal(digestOfRawCid(file.cid), file.digest);
  const parsed = JSON.parse(text(file.bytes));
  assert.equal(parsed.image, `ipfs://${facts.imageCid}`);
  assert.equal(parsed.properties.job.id, "7");
  for (const change of [{ width: 21 }, { jobId: 8n }, { outputRoot: facts.inputRoot }, { chainId: 1 }])
    assert.notEqual(metadataFile({ ...facts, ...change }).digest, file.digest);
});

test("a generated work has what it was made from among its traits, and no other work has", () => {
  const params = encodeGenerateParams({
    seed: seedFromText("482113907"),
    palette: 3,
    complexity: 4,
    symmetry: 0,
    variation: 200,
  });
  const service = { ...facts.service, id: 2, kind: 2, name: "dream", scale: 1 };
  const { attributes, properties } = tokenMetadata({ ...facts, service, params });
  assert.deepEqual(attributes, [
    { trait_type: "Service", value: "dream" },
    { trait_type: "Seed", value: "482113907" },
    { trait_type: "Palette", value: "Verdigris" },
    { trait_type: "Complexity", value: 4 },
    { trait_type: "Symmetry", value: "None" },
    { trait_type: "Variation", value: 200 },
    { trait_type: "Width", value: 20 },
    { trait_type: "Height", value: 10 },
  ]);
  assert.equal(properties.params, params);
  const upscaled = tokenMetadata(facts);
  assert.deepEqual(
    upscaled.attributes.map(({ trait_type }) => trait_type),
    ["Service", "Width", "Height"],
  );
  assert.ok(!("params" in upscaled.properties));
  assert.throws(() => tokenMetadata({ ...facts, service, params: `0x${"ff".repeat(32)}` }), {
    code: "PARAMS_INVALID",
  });
});

test("a card's digest is that of its canonical bytes", () => {
  const card = parseArtCard({ title: "a", rights: "CC0" });
  const turned = parseArtCard({ rights: "CC0", title: "a" });
  assert.equal(cardDigest(card), cardDigest(turned));
});
