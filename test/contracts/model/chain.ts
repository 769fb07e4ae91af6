import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { artifacts, network } from "hardhat";
import {
  type Abi,
  type Address,
  decodeErrorResult,
  decodeEventLog,
  encodeDeployData,
  encodeErrorResult,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  numberToHex,
  toHex,
} from "viem";
import { everybody, hostileCodes } from "./cast.ts";

/** Errors of other contracts that reach callers of the escrow, and its own. */
export const allAbi = [...jobEscrowAbi, ...serviceRegistryAbi, ...graphitiArtAbi] as Abi;
export const escrowAbi = jobEscrowAbi as Abi;

export const startBalance = 10n ** 30n;
export const beginning = Date.UTC(2030, 0, 1) / 1000;
const gas = numberToHex(16_000_000);

export type Sent = { block: bigint; blockHash: Hex | undefined; reverted: Hex | undefined; logs: Log[] };
export type Log = { address: Address; event: string; args: unknown };

type RawLog = { address: Address; topics: [Hex, ...Hex[]]; data: Hex };
type RawReceipt = { blockNumber: Hex; blockHash: Hex; logs: RawLog[] };

export type Deployed = {
  protocolFeeBps: number;
  classes: readonly object[];
  claimPace: object;
  services: readonly object[];
  owner: Address;
  treasury: Address;
};

/**
 * The real contracts on an in-process EVM. Gas is free, so that balances move by values only; every transaction
 * has a block of its own, with the second that the caller names, and several blocks may share a second.
 */
export class Chain {
  private readonly request: (method: string, params: unknown[]) => Promise<unknown>;
  private readonly hashes = new Map<bigint, Hex>();
  readonly escrow: Address;
  readonly art: Address;
  chainId = 0;
  /** Number and second of the last block. */
  block = 0n;
  now = beginning;

  private constructor(
    request: (method: string, params: unknown[]) => Promise<unknown>,
    escrow: Address,
    art: Address,
  ) {
    this.request = request;
    this.escrow = escrow;
    this.art = art;
  }

  static async deploy(deployed: Deployed): Promise<Chain> {
    const connection = await network.create({
      override: {
        initialDate: new Date(beginning * 1000),
        allowBlocksWithSameTimestamp: true,
        initialBaseFeePerGas: 0,
      },
    });
    const request = (method: string, params: unknown[]) => connection.provider.request({ method, params });
    const deployer = deployed.owner;
    const at = (nonce: bigint) => getContractAddress({ from: deployer, nonce }).toLowerCase() as Address;
    const chain = new Chain(request, at(3n), at(1n));
    chain.chainId = Number(await request("eth_chainId", []));
    chain.block = BigInt((await request("eth_blockNumber", [])) as Hex);
    for (const person of [...everybody, ...hostileCodes.map(([address]) => address)]) {
      await request("hardhat_setBalance", [person, numberToHex(startBalance)]);
      await request("hardhat_impersonateAccount", [person]);
    }
    for (const [address, code] of hostileCodes) await request("hardhat_setCode", [address, code]);
    const { services, ...rest } = deployed;
    const deployment = { registry: at(0n), art: chain.art, ...rest };
    const parts: [string, unknown[]][] = [
      ["ServiceRegistry", []],
      ["GraphitiArt", [chain.escrow, toHex("contract metadata", { size: 32 })]],
      ["EscrowAnnex", [deployment]],
      ["JobEscrow", [deployment, at(2n)]],
    ];
    for (const [name, args] of parts) {
      const { abi, bytecode } = await artifacts.readArtifact(name);
      const data = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args });
      const { reverted } = await chain.send(deployer, undefined, data, 0n, chain.now + 1);
      if (reverted !== undefined) throw new Error(`${name} could not be deployed: ${reverted}`);
    }
    for (const service of services) {
      const args = [service, `b${"m".repeat(58)}`];
      const data = encodeFunctionData({ abi: allAbi, functionName: "register", args });
      await chain.send(deployer, at(0n), data, 0n, chain.now + 1);
    }
    return chain;
  }

  /** One transaction in a block of its own at second `at`. */
  async send(from: Address, to: Address | undefined, data: Hex, value: bigint, at: number): Promise<Sent> {
    await this.request("evm_setNextBlockTimestamp", [numberToHex(at)]);
    const transaction = { from, ...(to && { to }), data, value: numberToHex(value), gas, gasPrice: "0x0" };
    const hash = await this.request("eth_sendTransaction", [transaction]).catch((error) => error as unknown);
    this.block += 1n;
    this.now = at;
    const block = this.block;
    if (typeof hash !== "string")
      return { block, blockHash: undefined, reverted: revertDataOf(hash), logs: [] };
    const receipt = (await this.request("eth_getTransactionReceipt", [hash])) as RawReceipt;
    if (BigInt(receipt.blockNumber) !== block) throw new Error("blocks were counted wrong");
    this.hashes.set(block, receipt.blockHash);
    return { block, blockHash: receipt.blockHash, reverted: undefined, logs: receipt.logs.map(explain) };
  }

  call(
    from: Address,
    functionName: string,
    args: readonly unknown[],
    value: bigint,
    at: number,
  ): Promise<Sent> {
    return this.send(
      from,
      this.escrow,
      encodeFunctionData({ abi: escrowAbi, functionName, args }),
      value,
      at,
    );
  }

  /** Empty blocks, all in the second of the last one. */
  async mine(blocks: number): Promise<void> {
    await this.request("hardhat_mine", [numberToHex(blocks), "0x0"]);
    this.block += BigInt(blocks);
    const { timestamp, number } = (await this.request("eth_getBlockByNumber", ["latest", false])) as {
      timestamp: Hex;
      number: Hex;
    };
    if (BigInt(number) !== this.block) throw new Error("blocks were counted wrong");
    this.now = Number(timestamp);
  }

  /** Learns a block's hash, so that `hashOf` knows it. */
  async learn(block: bigint): Promise<void> {
    if (block > this.block || this.hashes.has(block)) return;
    const found = (await this.request("eth_getBlockByNumber", [numberToHex(block), false])) as { hash: Hex };
    this.hashes.set(block, found.hash);
  }

  /** As the next block's transaction sees it: the last 256. */
  hashOf(block: bigint): Hex | undefined {
    if (block > this.block || block < this.block + 1n - 256n) return undefined;
    const hash = this.hashes.get(block);
    if (!hash) throw new Error(`nobody asked for the hash of block ${block}`);
    return hash;
  }

  async read(to: Address, data: Hex): Promise<Hex> {
    return (await this.request("eth_call", [{ to, data }, "latest"])) as Hex;
  }

  async balanceOf(address: Address): Promise<bigint> {
    return BigInt((await this.request("eth_getBalance", [address, "latest"])) as Hex);
  }

  setBalance(address: Address, wei: bigint): Promise<unknown> {
    return this.request("hardhat_setBalance", [address, numberToHex(wei)]);
  }

  async storageAt(slot: Hex): Promise<Hex> {
    return (await this.request("eth_getStorageAt", [this.escrow, slot, "latest"])) as Hex;
  }

  setStorageAt(slot: Hex, word: Hex): Promise<unknown> {
    return this.request("hardhat_setStorageAt", [this.escrow, slot, word]);
  }
}

function revertDataOf(error: unknown): Hex {
  const data = (error as { data?: unknown }).data;
  if (typeof data === "string" && data.startsWith("0x")) return data as Hex;
  throw new Error("a transaction failed for a reason that is not the contract's", { cause: error });
}

function explain({ address, topics, data }: RawLog): Log {
  const { eventName, args } = decodeEventLog({ abi: allAbi, topics, data });
  return { address, event: String(eventName), args };
}

export const encodeRevert = (errorName: string, args: readonly unknown[]): Hex =>
  encodeErrorResult({ abi: allAbi, errorName, args });

/** What a call answered, for people to read. */
export function explainRevert(reverted: Hex | undefined): unknown {
  if (reverted === undefined) return "success";
  try {
    const { errorName, args } = decodeErrorResult({ abi: allAbi, data: reverted });
    return { reason: errorName, args };
  } catch {
    return reverted;
  }
}
