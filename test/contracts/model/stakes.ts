import { type Address, type Hex, zeroAddress } from "viem";
import { maxStakeOfAll } from "./money.ts";
import { refuse } from "./revert.ts";
import { unstakeSecondsOf } from "./windows.ts";
import type { Context, World } from "./world.ts";

/** Operators, their stake and keys, and money on its way out. */

export function stake(world: World, call: Context): void {
  const { from, value, now } = call;
  if (value === 0n) refuse("AmountIsZero");
  const total = world.total("totalStake") + value;
  if (total > maxStakeOfAll) refuse("StakeAboveLimit", total, maxStakeOfAll);
  world.moveEther(from, value);
  world.addStake(from, value);
  world.raisedAt.set(from, now);
  if (world.numberOf.get(from) === 0) {
    const number = world.total("operatorCount") + 1n;
    world.totals.set("operatorCount", number);
    world.numberOf.set(from, Number(number));
    world.operatorAt.set(number, from);
  }
  call.emitted.push({ event: "Staked", args: { operator: from, amount: value } });
}

export function requestUnstake(world: World, call: Context, amount: bigint): void {
  const { from, now } = call;
  if (amount === 0n) refuse("AmountIsZero");
  const free = world.freeStake(from);
  if (free < amount) refuse("StakeTooLow", free, amount);
  world.addStake(from, -amount);
  const readyAt = now + unstakeSecondsOf(world.settings);
  world.unbonding.set(from, { amount: world.unbonding.get(from).amount + amount, readyAt });
  call.emitted.push({ event: "UnstakeRequested", args: { operator: from, amount, readyAt } });
}

export function unstake(world: World, call: Context, to: Address): void {
  const { amount, readyAt } = world.unbonding.get(call.from);
  if (amount === 0n) refuse("AmountIsZero");
  if (call.now < readyAt) refuse("TooEarly", readyAt);
  pay(world, to, amount);
  world.unbonding.set(call.from, { amount: 0n, readyAt: 0 });
  call.emitted.push({ event: "Unstaked", args: { operator: call.from, to, amount } });
}

export function withdraw(world: World, call: Context, to: Address): void {
  const account = world.accounts.get(call.from);
  const amount = account.credit;
  if (amount === 0n) refuse("AmountIsZero");
  pay(world, to, amount);
  world.accounts.set(call.from, { ...account, credit: 0n });
  call.emitted.push({ event: "Withdrawn", args: { account: call.from, to, amount } });
}

function pay(world: World, to: Address, amount: bigint): void {
  if (to === zeroAddress) refuse("AddressIsZero");
  if (world.settings.refusers.has(to)) refuse("TransferFailed", to);
  world.moveEther(to, -amount);
}

export function registerKey(
  world: World,
  call: Context,
  key: Address,
  deadline: bigint,
  signature: Hex,
): void {
  const operator = call.from;
  const holder = world.operatorOf.get(key);
  if (holder !== zeroAddress) refuse("KeyTaken", key, holder);
  if (BigInt(call.now) > deadline) refuse("ConsentExpired", deadline);
  const consent = call.consentOf(signature);
  const nonce = world.keyNonce.get(key);
  const isGood =
    consent?.signer === key &&
    consent.key === key &&
    consent.operator === operator &&
    consent.nonce === nonce &&
    consent.deadline === deadline;
  if (!isGood) refuse("ConsentInvalid", key);
  world.operatorOf.set(key, operator);
  world.keyNonce.set(key, nonce + 1n);
  call.emitted.push({ event: "KeyRegistered", args: { operator, key } });
}

export function stopKey(world: World, call: Context, key: Address): void {
  const operator = world.operatorOf.get(key);
  if (operator === zeroAddress) refuse("NotAKey", key);
  if (call.from !== operator && call.from !== key) refuse("NotTheOperator", call.from, operator);
  world.operatorOf.set(key, zeroAddress);
  world.keyNonce.set(key, world.keyNonce.get(key) + 1n);
  call.emitted.push({ event: "KeyStopped", args: { operator, key } });
}

export function pausePosting(world: World, call: Context, paused: boolean): void {
  if (call.from !== world.settings.owner) refuse("OwnableUnauthorizedAccount", call.from);
  world.totals.set("postingPaused", paused ? 1n : 0n);
  call.emitted.push({ event: "PostingPaused", args: { paused } });
}
