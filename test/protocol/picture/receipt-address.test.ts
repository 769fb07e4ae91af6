import assert from "node:assert/strict";
import { test } from "node:test";
import { receiptNumber, receiptUrlOfXmp } from "@graphiti/protocol/picture/receipt-address.ts";
import fc from "fast-check";
import sharp from "sharp";
import { canonical } from "./made/canonical.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const packet = (inside: string, attributes = "") =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const statement = (url: string) => `<xmpRights:WebStatement>${url}</xmpRights:WebStatement>`;
const receipt = "https://gallery.example/works/7";

test("the address is read as an element or as an attribute", () => {
  assert.equal(receiptUrlOfXmp(bytes(packet(statement(receipt)))), receipt);
  assert.equal(
    receiptUrlOfXmp(bytes(packet("", ` rdf:about="" xmpRights:WebStatement="${receipt}"`))),
    receipt,
  );
});

test("too much, nothing, or what is no text gives no address, and never an error", () => {
  for (const text of ["", "<", packet(""), packet(statement("")), packet(statement("x".repeat(501)))])
    assert.equal(receiptUrlOfXmp(bytes(text)), undefined, text.slice(0, 80));
  assert.equal(receiptUrlOfXmp(bytes(packet(statement(receipt)) + " ".repeat(65_536))), undefined);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (noise, text) => {
      receiptUrlOfXmp(noise);
      receiptUrlOfXmp(bytes(packet(statement(text))));
    }),
  );
});

test("only a receipt of this gallery has a number", () => {
  const number = (url: string) => receiptNumber(url, "https://gallery.example/");
  assert.equal(number(receipt), "7");
  for (const other of [
    "https://other.example/works/7",
    "http://gallery.example/works/7",
    "https://gallery.example:8443/works/7",
    "https://gallery.example/jobs/7",
    "https://gallery.example/works/7/download",
    "https://gallery.example/works/-7",
    `https://gallery.example/works/${"9".repeat(79)}`,
    "//gallery.example/works/7",
    "javascript:/works/7",
    "7",
    "",
  ])
    assert.equal(number(other), undefined, other);
  fc.assert(fc.property(fc.webUrl(), fc.string(), (url, text) => void [number(url), number(text)]));
});

for (const format of ["jpeg", "webp", "png", "tiff"] as const)
  test(`${format}: a picture tells where its receipt is`, async () => {
    const bare = () => sharp({ create: { width: 8, height: 8, channels: 3, background: "#808080" } });
    const told = await canonical(
      await bare()
        .withXmp(packet(statement(receipt)))
        [format]()
        .toBuffer(),
    );
    assert.equal(told.picture.receiptUrl, receipt);
    assert.equal((await canonical(await bare()[format]().toBuffer())).picture.receiptUrl, undefined);
  });
