import assert from "node:assert/strict";
import { test } from "node:test";
import { type Consent, consentLink, consentTypedData, parseConsent } from "@graphiti/protocol/consent.ts";
import { getAddress, recoverTypedDataAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const key = privateKeyToAccount(`0x${"11".repeat(32)}`);
const operator = getAddress("0x00000000000000000000000000000000000a11ce");
const where = { chainId: 31337, escrow: getAddress("0x00000000000000000000000000000000000e5c40") };
const message = { operator, key: key.address, nonce: 2n, deadline: 1_900_000_000n };

async function signed(): Promise<Consent & { operator: typeof operator }> {
  const signature = await key.signTypedData(consentTypedData(message, where));
  return { key: key.address, operator, deadline: message.deadline, signature };
}

test("a consent comes through its link whole, behind the #", async () => {
  const consent = await signed();
  const link = consentLink("https://gallery.example/anything?x=1", consent);
  assert.equal(new URL(link).pathname, "/operate");
  assert.equal(new URL(link).search, "");
  assert.deepEqual(parseConsent(link), consent);
  const typed = consentTypedData(message, where);
  assert.equal(await recoverTypedDataAddress({ ...typed, signature: consent.signature }), key.address);
});

test("a consent is found in JSON, in a bare link without its operator, and between words", async () => {
  const { operator: named, ...bare } = await signed();
  const json = JSON.stringify(
    { ...bare, operator: named, deadline: "1900000000", nonce: "2", ...where },
    null,
    2,
  );
  assert.deepEqual(parseConsent(json), { ...bare, operator: named });
  assert.deepEqual(parseConsent(`The machine key ${key.address} agrees.\n\n${json}\n$ `), {
    ...bare,
    operator: named,
  });
  assert.deepEqual(parseConsent(consentLink("http://127.0.0.1:3000", bare)), bare);
  assert.deepEqual(parseConsent(json.replaceAll(/0x[0-9a-f]+/gi, (hex) => hex.toLowerCase())), {
    ...bare,
    operator: named,
  });
});

test("what lacks a part, or has one of another length, is no consent", async () => {
  const link = consentLink("http://127.0.0.1:3000", await signed());
  for (const broken of [
    "",
    "hello",
    link.replace("signature", "sign"),
    link.replace(/deadline=\d+/, "deadline=soon"),
    link.replace(/&key=0x[0-9a-fA-F]/, "&key=0x"),
    `${link}ab`,
    link.slice(0, -1),
  ])
    assert.equal(parseConsent(broken), undefined, broken);
});
