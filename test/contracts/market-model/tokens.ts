import { type Address, zeroAddress } from "viem";
import { refuse } from "../model/revert.ts";
import { type Context, keyOf, type World } from "./world.ts";

/** ERC-721 and wrapped ether, as far as the market and its users need them. */

export function moveToken(
  world: World,
  spender: Address,
  collection: Address,
  from: Address,
  to: Address,
  tokenId: bigint,
): void {
  if (to === zeroAddress) refuse("ERC721InvalidReceiver", to);
  const key = keyOf(collection, tokenId);
  const owner = world.ownerOf(collection, tokenId);
  const may =
    spender === owner ||
    world.approved.get(key) === spender ||
    world.operators.get(keyOf(collection, owner, spender));
  if (!may) refuse("ERC721InsufficientApproval", spender, tokenId);
  if (owner !== from) refuse("ERC721IncorrectOwner", from, tokenId, owner);
  world.owners.set(key, to);
  world.approved.set(key, zeroAddress);
  world.transfers.set(key, world.transfers.get(key) + 1n);
}

export function transferFrom(
  world: World,
  call: Context,
  collection: Address,
  from: Address,
  to: Address,
  id: bigint,
) {
  moveToken(world, call.from, collection, from, to, id);
}

export function approve(
  world: World,
  call: Context,
  collection: Address,
  to: Address,
  tokenId: bigint,
): void {
  const owner = world.ownerOf(collection, tokenId);
  if (call.from !== owner && !world.operators.get(keyOf(collection, owner, call.from)))
    refuse("ERC721InvalidApprover", call.from);
  world.approved.set(keyOf(collection, tokenId), to);
}

export function approveAll(
  world: World,
  call: Context,
  collection: Address,
  operator: Address,
  yes: boolean,
) {
  world.operators.set(keyOf(collection, call.from, operator), yes);
}

export function wrap(world: World, call: Context): void {
  world.move(call.from, world.addresses.weth, call.value);
  world.weth.set(call.from, world.weth.get(call.from) + call.value);
}

export function allow(world: World, call: Context, spender: Address, amount: bigint): void {
  world.allowances.set(keyOf(call.from, spender), amount);
}

export function pullWrapped(world: World, from: Address, to: Address, amount: bigint): void {
  if (amount === 0n) return;
  const { market } = world.addresses;
  const allowed = world.allowances.get(keyOf(from, market));
  if (allowed < amount) refuse("ERC20InsufficientAllowance", market, allowed, amount);
  const has = world.weth.get(from);
  if (has < amount) refuse("ERC20InsufficientBalance", from, has, amount);
  world.allowances.set(keyOf(from, market), allowed - amount);
  world.weth.set(from, has - amount);
  world.weth.set(to, world.weth.get(to) + amount);
}

export function unwrap(world: World, owner: Address, amount: bigint): void {
  if (amount === 0n) return;
  world.weth.set(owner, world.weth.get(owner) - amount);
  world.move(world.addresses.weth, owner, amount);
}
