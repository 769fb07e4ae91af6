import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { artifacts, network } from "hardhat";
import {
  type Abi,
  type Address,
  decodeErrorResult,
  decodeEventLog,
  decodeFunctionResult,
  encodeDeployData,
  encodeErrorResult,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  numberToHex,
  parseAbi,
  zeroHash,
} from "viem";
import { artMinter, codes, deployer, everybody, foreignMinter, lower, treasury } from "./people.ts";

export const feeBps = 125;
export const startBalance = 10n ** 24n;
export const beginning = Date.UTC(2031, 0, 1) / 1000;

const wethAbi = parseAbi([
  "function balanceOf(address) view returns (uint256)",
  "function allowance(address, address) view returns (uint256)",
  "function approve(address, uint256) returns (bool)",
  "function deposit() payable",
  "error ERC20InsufficientAllowance(address, uint256, uint256)",
  "error ERC20InsufficientBalance(address, uint256, uint256)",
]);
const abis = { market: artMarketAbi as Abi, art: graphitiArtAbi as Abi, foreign: graphitiArtAbi as Abi };
const abiOf = (place: Place): Abi => (place === "weth" ? (wethAbi as Abi) : abis[place]);
const errorAbi = [
  ...new Map(
    [...artMarketAbi, ...graphitiArtAbi, ...wethAbi]
      .filter(({ type }) => type === "error")
      .map((part) => [(part as { name: string }).name, part]),
  ).values(),
] as Abi;

/** The contracts that can be called. */
export type Place = "market" | "art" | "foreign" | "weth";
export type Sent = { reverted: Hex | undefined; logs: { event: string; args: unknown }[] };
type RawLog = { address: Address; topics: [Hex, ...Hex[]]; data: Hex };

/** The market on an in-process EVM: gas is free, and every call has a block of its own at a second of its own. */
export class MarketChain {
  readonly addresses: Record<Place, Address>;
  readonly chainId: number;
  readonly request: (method: string, params: unknown[]) => Promise<unknown>;
  now = beginning;

  private constructor(request: MarketChain["request"], chainId: number) {
    const at = (nonce: bigint) => lower(getContractAddress({ from: deployer, nonce }));
    this.request = request;
    this.chainId = chainId;
    this.addresses = { art: at(0n), foreign: at(1n), weth: at(2n), market: at(3n) };
  }

  /** @param tokens How many of each collection there are, in turn given to `owners`. */
  static async deploy(tokens: number, owners: readonly Address[]): Promise<MarketChain> {
    const connection = await network.create({
      override: {
        initialDate: new Date(beginning * 1000),
        allowBlocksWithSameTimestamp: true,
        initialBaseFeePerGas: 0,
      },
    });
    const request = (method: string, params: unknown[]) => connection.provider.request({ method, params });
    const chain = new MarketChain(request, Number(await request("eth_chainId", [])));
    for (const [address, code] of codes) await request("hardhat_setCode", [address, code]);
    for (const person of [...everybody, artMinter, foreignMinter]) {
      await request("hardhat_setBalance", [person, numberToHex(startBalance)]);
      await request("hardhat_impersonateAccount", [person]);
    }
    const { art, weth } = chain.addresses;
    const parts: [string, unknown[]][] = [
      ["GraphitiArt", [artMinter, zeroHash]],
      ["GraphitiArt", [foreignMinter, zeroHash]],
      ["WrappedEther", []],
      ["ArtMarket", [art, weth, treasury, BigInt(feeBps)]],
    ];
    for (const [name, args] of parts) {
      const { abi, bytecode } = await artifacts.readArtifact(name);
      const data = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args });
      const { reverted } = await chain.send(deployer, undefined, data, 0n, chain.now + 1);
      if (reverted !== undefined) throw new Error(`${name} could not be deployed: ${reverted}`);
    }
    for (const [place, minter] of [
      ["art", artMinter],
      ["foreign", foreignMinter],
    ] as const)
      for (let id = 0; id < tokens; id++) {
        const args = [owners[id % owners.length], BigInt(id), zeroHash];
        await chain.call(minter, place, "mint", args, 0n, chain.now + 1);
      }
    return chain;
  }

  call(
    from: Address,
    place: Place,
    functionName: string,
    args: readonly unknown[],
    value: bigint,
    at: number,
  ) {
    const data = encodeFunctionData({ abi: abiOf(place), functionName, args });
    return this.send(from, this.addresses[place], data, value, at);
  }

  private async send(from: Address, to: Address | undefined, data: Hex, value: bigint, at: number) {
    await this.request("evm_setNextBlockTimestamp", [numberToHex(at)]);
    const gas = numberToHex(16_000_000);
    const transaction = { from, ...(to && { to }), data, value: numberToHex(value), gas, gasPrice: "0x0" };
    const hash = await this.request("eth_sendTransaction", [transaction]).catch((error) => error as unknown);
    this.now = at;
    if (typeof hash !== "string") return { reverted: revertDataOf(hash), logs: [] } satisfies Sent;
    const receipt = (await this.request("eth_getTransactionReceipt", [hash])) as { logs: RawLog[] };
    const ours = receipt.logs.filter(({ address }) => address === this.addresses.market);
    const logs = ours.map(({ topics, data }) => {
      const { eventName, args } = decodeEventLog({ abi: abis.market, topics, data });
      return { event: String(eventName), args };
    });
    return { reverted: undefined, logs } satisfies Sent;
  }

  async read(place: Place, functionName: string, args: readonly unknown[]): Promise<unknown> {
    const abi = abiOf(place);
    const data = encodeFunctionData({ abi, functionName, args });
    const to = this.addresses[place];
    const answer = (await this.request("eth_call", [{ to, data }, "latest"])) as Hex;
    return decodeFunctionResult({ abi, functionName, data: answer });
  }

  async balanceOf(address: Address): Promise<bigint> {
    return BigInt((await this.request("eth_getBalance", [address, "latest"])) as Hex);
  }
}

function revertDataOf(error: unknown): Hex {
  const data = (error as { data?: unknown }).data;
  if (typeof data === "string" && data.startsWith("0x")) return data as Hex;
  throw new Error("a transaction failed for a reason that is not the contract's", { cause: error });
}

export const encodeRevert = (errorName: string, args: readonly unknown[]): Hex =>
  encodeErrorResult({ abi: errorAbi, errorName, args });

export function explainRevert(reverted: Hex | undefined): unknown {
  if (reverted === undefined) return "success";
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorAbi, data: reverted });
    return { reason: errorName, args };
  } catch {
    return reverted;
  }
}

/** The market's own errors, without those of contracts that it calls. */
export const marketErrors: string[] = (await artifacts.readArtifact("ArtMarket")).abi.flatMap((part) =>
  part.type === "error" ? [part.name] : [],
);
