import assert from "node:assert/strict";
import { test } from "node:test";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { type Address, pad, toHex } from "viem";
import { FaucetLedger, faucetAmountWei, faucetHourlyWei, fundFromFaucet } from "../../app/_server/faucet.ts";

const wallet = (index: number): Address => pad(toHex(index), { size: 20 });
const limited = (thrown: unknown) => (thrown as GraphitiError).code === "FAUCET_LIMIT";

test("an empty wallet is filled to the amount, a rich one gets nothing", () => {
  const ledger = new FaucetLedger();
  assert.equal(ledger.grant(wallet(1), 0n, 0), faucetAmountWei);
  assert.equal(ledger.grant(wallet(2), faucetAmountWei / 4n, 0), (faucetAmountWei * 3n) / 4n);
  assert.equal(ledger.grant(wallet(3), faucetAmountWei, 0), 0n);
  assert.equal(ledger.grant(wallet(4), faucetAmountWei * 100n, 0), 0n);
});

test("a wallet is served once a minute, however its address is written", () => {
  const ledger = new FaucetLedger();
  ledger.grant("0x00000000000000000000000000000000000000aB", 0n, 0);
  assert.throws(() => ledger.grant("0x00000000000000000000000000000000000000AB", 0n, 59_999), limited);
  assert.equal(ledger.grant("0x00000000000000000000000000000000000000ab", 0n, 60_000), faucetAmountWei);
});

test("all wallets together are capped within an hour", () => {
  const ledger = new FaucetLedger();
  const gifts = Number(faucetHourlyWei / faucetAmountWei);
  for (let index = 0; index < gifts; index += 1) ledger.grant(wallet(index), 0n, index);
  assert.throws(() => ledger.grant(wallet(gifts), 0n, gifts), limited);
  assert.equal(ledger.grant(wallet(gifts), 0n, 3_600_000), faucetAmountWei);
});

test("a gift that could not be sent does not count", () => {
  const ledger = new FaucetLedger();
  ledger.grant(wallet(1), 0n, 0);
  ledger.revoke(wallet(1));
  assert.equal(ledger.grant(wallet(1), 0n, 1), faucetAmountWei);
});

test("there is no faucet anywhere but on the local chain", () => {
  const env: Env = { ...readEnv({}), GRAPHITI_CHAIN: "arbitrum-sepolia", FAUCET_KEY_FILE: "/nowhere" };
  for (const each of [env, { ...env, GRAPHITI_CHAIN: "local", FAUCET_KEY_FILE: undefined } as Env])
    assert.throws(
      () => fundFromFaucet(each, wallet(1)),
      (thrown: unknown) => (thrown as GraphitiError).code === "NOT_FOUND",
    );
});
