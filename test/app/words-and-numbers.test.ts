import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatCountdown, formatDuration } from "../../app/_components/format-duration.ts";
import { formatEth, formatEthRange } from "../../app/_components/format-eth.ts";
import { serviceTitle } from "../../app/_components/service-title.ts";
import { shortHash } from "../../app/_components/short-hash.ts";
import { wallRatio } from "../../app/_components/wall-ratio.ts";
import { fileNameOf } from "../../app/_server/file-name.ts";
import { plainText } from "../../app/_server/plain-text.ts";
import { checkDraft, operatorShareBpsOf, royaltyBpsOf } from "../../app/create/check-draft.ts";
import { emptyDraft, parseDraft } from "../../app/create/draft.ts";

test("amounts are short, exact in what they show, and never 0 when they are not", () => {
  assert.equal(formatEth(0n), "0 ETH");
  assert.equal(formatEth(100_000_000_000_000n), "0.0001 ETH");
  assert.equal(formatEth(1n), "<0.000001 ETH");
  assert.equal(formatEth(12n * 10n ** 18n), "12 ETH");
  assert.equal(formatEthRange("40000000000000", 100_000_000_000_000n), "0.00004 – 0.0001 ETH");
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), (wei) => {
      const text = formatEth(wei);
      assert.notEqual(text, "0 ETH");
      assert.match(text, /^<?\d+(\.\d{0,5}[1-9])? ETH$/);
    }),
  );
});

test("spans of time are in the unit that a person would choose", () => {
  for (const [seconds, text] of [
    [0, "1 second"],
    [40, "40 seconds"],
    [100, "2 minutes"],
    [3_600, "60 minutes"],
    [7_200, "2 hours"],
    [172_800, "2 days"],
  ] as const)
    assert.equal(formatDuration(seconds), text);
  assert.deepEqual([-5, 7, 247, 3_729].map(formatCountdown), ["0:00", "0:07", "4:07", "1:02:09"]);
});

test("a place on the wall keeps the picture's ratio within calm limits", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), (width, height) => {
      const ratio = wallRatio({ width, height });
      assert.ok(ratio >= 0.56 && ratio <= 2.6);
      const own = width / height;
      if (own > 0.57 && own < 2.59) assert.ok(Math.abs(ratio - own) < 1e-3);
    }),
  );
});

test("titles become harmless file names", () => {
  assert.equal(fileNameOf("Été à la mer, no. 4", "x"), "ete-a-la-mer-no-4");
  assert.equal(fileNameOf("../../etc/passwd\r\nSet-Cookie: a", "x"), "etc-passwd-set-cookie-a");
  assert.equal(fileNameOf("猫", "graphiti-7"), "graphiti-7");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (title) =>
      assert.match(fileNameOf(title, "x"), /^[a-z0-9-]{1,60}$/),
    ),
  );
});

test("text by strangers cannot turn the reading direction or hide control characters", () => {
  assert.equal(plainText("a\u202eb\u0000c\u2066d", 10), "abcd");
  assert.equal(plainText("line\nbreak\tand\rmore", 40), "line\nbreak\tandmore");
  assert.equal(plainText("abcdef", 4), "abc…");
});

test("long digests are shortened in the middle, short ones are not", () => {
  assert.equal(shortHash(`0x${"12".repeat(32)}`, 6), "0x121212…121212");
  assert.equal(shortHash("short"), "short");
});

test("royalties are percentages from 0 to 10 with two decimals", () => {
  for (const [text, bps] of [
    ["0", 0],
    ["5", 500],
    ["2,5", 250],
    [" 10 ", 1000],
    ["0.01", 1],
  ] as const)
    assert.equal(royaltyBpsOf(text), bps, text);
  for (const text of ["", "-1", "10.01", "11", "1e1", "abc", "1.234", "٥"])
    assert.equal(royaltyBpsOf(text), undefined, text);
});

test("the operators' share is a percentage from 0 to 5, and none where nothing is typed", () => {
  for (const [text, bps] of [
    ["", 0],
    ["0", 0],
    ["2,5", 250],
    ["5", 500],
  ] as const)
    assert.equal(operatorShareBpsOf(text), bps, text);
  for (const text of ["5.01", "-1", "x"]) assert.equal(operatorShareBpsOf(text), undefined, text);
});

test("a draft says which fields are not right yet", () => {
  assert.deepEqual(Object.keys(checkDraft(emptyDraft)), ["title"]);
  const titled = { ...emptyDraft, card: { ...emptyDraft.card, title: "A" } };
  assert.deepEqual(checkDraft(titled), {});
  const wrong = {
    ...titled,
    royaltyPercent: "12",
    royaltyReceiver: "0x0000000000000000000000000000000000000000",
    operatorSharePercent: "6",
  };
  assert.deepEqual(Object.keys(checkDraft(wrong)).sort(), [
    "operatorSharePercent",
    "royaltyPercent",
    "royaltyReceiver",
  ]);
  assert.ok(checkDraft({ ...titled, card: { ...titled.card, rights: "x".repeat(201) } }).rights);
});

test("a draft comes back after a reload, and a damaged one is empty", () => {
  const draft = { ...emptyDraft, royaltyPercent: "7", card: { ...emptyDraft.card, title: "Kept" } };
  assert.deepEqual(parseDraft(JSON.stringify(draft)), draft);
  for (const text of [null, "{", '"text"']) assert.equal(parseDraft(text).card.title, "");
});

test("services have names that people use; strangers keep their own", () => {
  for (const [service, title] of [
    ["faithful-x2", "Faithful ×2"],
    ["faithful-x4-denoise-2", "Faithful ×4, denoise 2"],
    ["crisp-x4", "Crisp ×4"],
    ["dream", "Dream"],
    ["service-7", "service-7"],
    ["somebody-x9", "somebody-x9"],
  ] as const)
    assert.equal(serviceTitle(service), title);
});
