import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CurationScope,
  groundNames,
  isPictureWrong,
  type Ruling,
  rulingToSign,
  type Visit,
  visitToSign,
} from "@graphiti/protocol/curation.ts";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { getAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { acceptRuling, acceptVisit, type CurationJudge } from "../../app/_server/curation/accept-ruling.ts";
import { CurationBook, mostHidden } from "../../app/_server/curation/curation-book.ts";

const curator = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const nowSeconds = 1_800_000_000;
const scope: CurationScope = {
  chainId: 31337,
  art: getAddress(`0x${"a1".repeat(20)}`),
  origin: "https://gallery.example",
};
const judge: CurationJudge = { scope, curators: [curator.address], nowSeconds };

const code = (wanted: string) => (thrown: unknown) => (thrown as GraphitiError).code === wanted;

const rulingOf = (change: Partial<Ruling> = {}): Ruling => ({
  curator: curator.address,
  tokenId: "5",
  isHidden: true,
  ground: "copied",
  signedAt: nowSeconds,
  ...change,
});

async function signed(ruling = rulingOf(), by = curator, where = scope) {
  return { ...ruling, signature: await by.signTypedData(rulingToSign(where, ruling)) };
}

test("a curator's signed decision is taken as it was signed", async () => {
  assert.deepEqual(await acceptRuling(await signed(), judge), rulingOf());
});

test("nobody else's is, and none that was signed for another work, gallery, chain or time", async () => {
  const own = await signed();
  await assert.rejects(acceptRuling({ ...own, tokenId: "6" }, judge), code("RULING_REFUSED"));
  await assert.rejects(acceptRuling({ ...own, isHidden: false }, judge), code("RULING_REFUSED"));
  await assert.rejects(acceptRuling({ ...own, ground: "adult" }, judge), code("RULING_REFUSED"));
  await assert.rejects(acceptRuling({ ...own, signature: "0x12" }, judge), code("RULING_REFUSED"));
  await assert.rejects(acceptRuling(await signed(rulingOf(), stranger), judge), code("RULING_REFUSED"));
  const foreign = rulingOf({ curator: stranger.address });
  await assert.rejects(acceptRuling(await signed(foreign, stranger), judge), code("NOT_A_CURATOR"));
  for (const other of [{ origin: "https://other.example" }, { chainId: 1 }, { art: stranger.address }])
    await assert.rejects(
      acceptRuling(await signed(rulingOf(), curator, { ...scope, ...other }), judge),
      code("RULING_REFUSED"),
    );
  for (const signedAt of [nowSeconds - 601, nowSeconds + 601])
    await assert.rejects(acceptRuling(await signed(rulingOf({ signedAt })), judge), code("RULING_REFUSED"));
  for (const bad of [{ tokenId: "0" }, { ground: "ugly" }, { isHidden: "yes" }, { curator: "me" }])
    await assert.rejects(acceptRuling({ ...own, ...bad }, judge), code("BAD_INPUT"));
});

test("reports are read by curators only, and not with the signature under a decision", async () => {
  const visit: Visit = { curator: curator.address, signedAt: nowSeconds };
  await acceptVisit({ ...visit, signature: await curator.signTypedData(visitToSign(scope, visit)) }, judge);
  const forged = await stranger.signTypedData(visitToSign(scope, visit));
  await assert.rejects(acceptVisit({ ...visit, signature: forged }, judge), code("RULING_REFUSED"));
  const { signature } = await signed();
  await assert.rejects(acceptVisit({ ...visit, signature }, judge), code("RULING_REFUSED"));
  await assert.rejects(
    acceptVisit({ ...visit, curator: stranger.address, signature }, judge),
    code("NOT_A_CURATOR"),
  );
});

test("a report is kept once and settled by the decision about its work, on its own collection only", () => {
  const book = new CurationBook(":memory:");
  const report = { tokenId: "5", ground: "copied", words: "mine" } as const;
  book.report("a", report, 1);
  book.report("a", report, 2);
  book.report("a", { ...report, words: "" }, 3);
  book.report("a", { ...report, tokenId: "6" }, 4);
  book.report("b", report, 5);
  assert.deepEqual(
    book.reports("a").map(({ tokenId, words, reportedAtMs }) => [tokenId, words, reportedAtMs]),
    [
      ["5", "mine", 1],
      ["5", "", 3],
      ["6", "mine", 4],
    ],
  );
  book.rule("a", rulingOf({ isHidden: false }), []);
  assert.deepEqual(
    book.reports("a").map(({ tokenId }) => tokenId),
    ["6"],
  );
  assert.equal(book.reports("b").length, 1);
  book.close();
});

test("what is hidden can be shown again, and its pictures with it; an older decision changes nothing", () => {
  const book = new CurationBook(":memory:");
  book.rule("a", rulingOf(), ["cid-1", "cid-2"]);
  assert.deepEqual(book.hidden("a"), [rulingOf()]);
  assert.deepEqual([book.isHiddenPicture("cid-1"), book.isHiddenPicture("cid-3")], [true, false]);
  assert.deepEqual(book.hidden("b"), []);
  assert.throws(() => book.rule("a", rulingOf({ isHidden: false }), []), code("RULING_REFUSED"));
  assert.equal(book.rulingOn("a", "5")?.isHidden, true);
  book.rule("a", rulingOf({ isHidden: false, signedAt: nowSeconds + 1 }), ["cid-1"]);
  assert.deepEqual(book.hidden("a"), []);
  assert.equal(book.isHiddenPicture("cid-1"), false);
  book.close();
});

test("a copy takes nothing from its original, which is the same file", () => {
  assert.deepEqual(groundNames.filter(isPictureWrong), ["person", "unlawful", "adult"]);
});

test("one work's reports do not crowd out another's, and no more is hidden than can be left out of a wall", () => {
  const book = new CurationBook(":memory:");
  for (let words = 0; words < 80; words++)
    book.report("a", { tokenId: "5", ground: "deceit", words: `${words}` }, words);
  book.report("a", { tokenId: "6", ground: "deceit", words: "" }, 100);
  assert.equal(book.reports("a").filter(({ tokenId }) => tokenId === "5").length, 50);
  assert.equal(book.reports("a").at(-1)?.tokenId, "6");
  for (let id = 1; id <= mostHidden; id++) book.rule("a", rulingOf({ tokenId: `${id}` }), []);
  assert.throws(() => book.rule("a", rulingOf({ tokenId: "9999" }), []), code("RULING_REFUSED"));
  assert.equal(book.hidden("a").length, mostHidden);
  book.close();
});
