import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, type Hex, zeroAddress } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { consentTypes, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, operator, stranger, key, otherKey, farFuture } = stage;
const registers = (signature: Hex, { account } = operator, deadline = farFuture) =>
  escrow.write.registerKey([otherKey.account.address, deadline, signature], { account });
const consents = (options?: { deadline?: bigint; nonce?: bigint }, to: Address = operator.account.address) =>
  stage.consent(otherKey, to, options);

describe("registerKey", () => {
  isolateTests(stage);

  it("makes a key that consented a machine key of the caller", async () => {
    const address = otherKey.account.address;
    const hash = await registers(await consents());
    assert.deepEqual(await eventsOf(stage, hash), [
      ["KeyRegistered", plain({ operator: operator.account.address, key: address })],
    ]);
    assert.equal(plain(await escrow.read.operatorOf([address])), plain(operator.account.address));
    assert.equal(await escrow.read.keyNonce([address]), 1n);
  });

  it("refuses a key that is taken, by the caller or another", async () => {
    const taken = [key.account.address, operator.account.address];
    for (const { account } of [operator, stranger]) {
      const signature = await stage.consent(key, account.address);
      const call = escrow.write.registerKey([key.account.address, farFuture, signature], { account });
      await refused(call, "KeyTaken", taken);
    }
  });

  it("takes a consent in the second of its deadline and refuses it in the next", async () => {
    const deadline = BigInt((await stage.now()) + 100);
    const signature = await consents({ deadline });
    await stage.nextAt(Number(deadline) + 1);
    await refused(registers(signature, operator, deadline), "ConsentExpired", [deadline]);
    await stage.nextAt(Number(deadline));
    await registers(signature, operator, deadline);
  });

  it("refuses a consent to another operator, nonce, deadline or by another key", async () => {
    const invalid = ["ConsentInvalid", [otherKey.account.address]] as const;
    await refused(registers(await consents({}, stranger.account.address)), ...invalid);
    await refused(registers(await consents({ nonce: 1n })), ...invalid);
    await refused(registers(await consents({ deadline: farFuture - 1n })), ...invalid);
    await refused(registers(await stage.consent(key, operator.account.address)), ...invalid);
    await refused(registers(await consents(), stranger), ...invalid);
  });

  it("refuses signatures that are none, or twisted into their mirror image", async () => {
    const invalid = ["ConsentInvalid", [otherKey.account.address]] as const;
    const right = await consents();
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = order - BigInt(`0x${right.slice(66, 130)}`);
    const v = right.endsWith("1b") ? "1c" : "1b";
    const mirrored: Hex = `0x${right.slice(2, 66)}${s.toString(16).padStart(64, "0")}${v}`;
    for (const signature of ["0x", right.slice(0, -2) as Hex, `${right}00` as Hex, mirrored] as const)
      await refused(registers(signature), ...invalid);
  });

  it("refuses a consent made for another chain or another escrow", async () => {
    const { address } = otherKey.account;
    const message = { operator: operator.account.address, key: address, nonce: 0n, deadline: farFuture };
    const right = {
      name: "Graphiti JobEscrow",
      version: "1",
      chainId: stage.chainId,
      verifyingContract: escrow.address,
    };
    const sign = (domain: typeof right) =>
      otherKey.signTypedData({ domain, types: consentTypes, primaryType: "MachineKeyConsent", message });
    for (const other of [
      { chainId: stage.chainId + 1 },
      { name: "Graphiti" },
      { version: "2" },
      { verifyingContract: stage.art.address },
    ])
      await refused(registers(await sign({ ...right, ...other })), "ConsentInvalid", [address]);
    await registers(await sign(right));
  });

  it("takes no consent twice, not even after the key was stopped", async () => {
    const used = await consents();
    await registers(used);
    const { address } = otherKey.account;
    await escrow.write.stopKey([address], { account: operator.account });
    await refused(registers(used), "ConsentInvalid", [address]);
  });
});

describe("stopKey", () => {
  isolateTests(stage);
  const stops = (address: Address, { account } = operator) => escrow.write.stopKey([address], { account });

  it("is its operator's and its own", async () => {
    const { address } = key.account;
    for (const by of [operator, key]) {
      const snapshot = await stage.tester.snapshot();
      assert.deepEqual(await eventsOf(stage, await stops(address, by)), [
        ["KeyStopped", plain({ operator: operator.account.address, key: address })],
      ]);
      assert.equal(await escrow.read.operatorOf([address]), zeroAddress);
      await stage.tester.revert({ id: snapshot });
    }
  });

  it("refuses strangers, and keys that are nobody's", async () => {
    const whose = [stranger.account.address, operator.account.address];
    await refused(stops(key.account.address, stranger), "NotTheOperator", whose);
    await refused(stops(otherKey.account.address), "NotAKey", [otherKey.account.address]);
  });

  it("ends consents that were signed but not used", async () => {
    const { address } = key.account;
    const unused = await stage.consent(key, stranger.account.address);
    await stops(address);
    const call = escrow.write.registerKey([address, farFuture, unused], { account: stranger.account });
    await refused(call, "ConsentInvalid", [address]);
  });

  it("lets a stopped key work for another operator, with a new consent", async () => {
    const { address } = key.account;
    await stops(address);
    const signature = await stage.consent(key, stranger.account.address);
    await escrow.write.registerKey([address, farFuture, signature], { account: stranger.account });
    assert.equal(plain(await escrow.read.operatorOf([address])), plain(stranger.account.address));
  });
});
