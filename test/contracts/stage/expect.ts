import assert from "node:assert/strict";
import { afterEach, beforeEach } from "node:test";
import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  type Hash,
  type Hex,
  isAddressEqual,
  parseEventLogs,
} from "viem";
import { type MarketStage, wethAbi } from "./market.ts";
import type { Stage } from "./stage.ts";

/** Puts the chain back after each test of a file. */
export function isolateTests(stage: Stage): void {
  let snapshot: Hex;
  beforeEach(async () => {
    snapshot = await stage.tester.snapshot();
  });
  afterEach(() => stage.tester.revert({ id: snapshot }));
}

/** A value whose addresses can be compared: hex in lower case, everywhere in it. */
export function plain(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("0x") ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

/** How a call ended: "accepted", or the custom error that it reverted with. */
export async function outcomeOf(
  call: Promise<unknown>,
): Promise<{ name: string | undefined; args: unknown }> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown === undefined) return { name: "accepted", args: [] };
  const reverted =
    thrown instanceof BaseError && thrown.walk((error) => error instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) throw thrown;
  return { name: reverted.data?.errorName ?? reverted.raw, args: plain(reverted.data?.args ?? []) };
}

/** Asserts that a call reverts with exactly this custom error and these arguments. */
export async function refused(call: Promise<unknown>, name: string, args: readonly unknown[] = []) {
  assert.deepEqual(await outcomeOf(call), { name, args: plain(args) });
}

/** What a transaction emitted, in order, as `[name, args]`. */
export async function eventsOf(
  stage: Stage & Partial<Pick<MarketStage, "market" | "weth">>,
  hash: Hash,
): Promise<[string, unknown][]> {
  const { logs, status } = await stage.receipt(hash);
  assert.equal(status, "success");
  const abis: [Hex, Abi][] = [
    [stage.escrow.address, jobEscrowAbi],
    [stage.art.address, graphitiArtAbi],
    [stage.registry.address, serviceRegistryAbi],
    ...(stage.market ? ([[stage.market.address, artMarketAbi]] as [Hex, Abi][]) : []),
    ...(stage.weth ? ([[stage.weth.address, wethAbi]] as [Hex, Abi][]) : []),
  ];
  return logs.map((log) => {
    const abi = abis.find(([address]) => isAddressEqual(address, log.address))?.[1];
    assert.ok(abi, "a log of an unknown contract");
    const [event] = parseEventLogs({ abi, logs: [log] });
    assert.ok(event, "a log that no ABI explains");
    const { eventName, args } = event as unknown as { eventName: string; args: unknown };
    return [eventName, plain(args)];
  });
}

/** Takes a picture of an account's ledger slot. */
export const ledger = (stage: Stage, address: Hex) => stage.escrow.read.accounts([address]);
