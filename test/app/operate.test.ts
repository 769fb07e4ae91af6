import assert from "node:assert/strict";
import { test } from "node:test";
import { getAddress, parseEther } from "viem";
import { complaintAbout } from "../../app/operate/complaint-about.ts";
import { parseEth } from "../../app/operate/parse-eth.ts";

test("an amount is read as people write it, and nothing else is", () => {
  assert.equal(parseEth(" 0,05 "), parseEther("0.05"));
  assert.equal(parseEth("1"), parseEther("1"));
  assert.equal(parseEth("1."), parseEther("1"));
  assert.equal(parseEth(".5"), parseEther("0.5"));
  assert.equal(parseEth("0.000000000000000001"), 1n);
  for (const text of [
    "",
    " ",
    "0",
    "0.0",
    "-1",
    "1e3",
    "0x10",
    "1.2.3",
    "1,000.5",
    ".",
    "0.0000000000000000001",
    "1 ETH",
  ])
    assert.equal(parseEth(text), undefined, text);
});

test("a consent for another wallet is refused before the chain is asked", () => {
  const mine = getAddress("0x00000000000000000000000000000000000a11ce");
  const other = getAddress("0x0000000000000000000000000000000000000b0b");
  const consent = { key: other, deadline: 1n, signature: "0x" } as const;
  assert.equal(complaintAbout("", undefined, mine), undefined);
  assert.match(complaintAbout("hello", undefined, mine) ?? "", /no whole consent/);
  assert.equal(complaintAbout("text", consent, mine), undefined);
  assert.equal(complaintAbout("text", { ...consent, operator: mine }, mine), undefined);
  assert.match(
    complaintAbout("text", { ...consent, operator: other }, mine) ?? "",
    /0x0000…0b0B|0x0000…0B0B|0x0000…/,
  );
});
