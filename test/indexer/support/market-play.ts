import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import {
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  erc20Abi,
  parseEther,
} from "viem";
import { dev } from "./chain-client.ts";
import type { Play } from "./play.ts";

type Call = ContractFunctionName<typeof artMarketAbi, "nonpayable" | "payable">;
type View = ContractFunctionName<typeof artMarketAbi, "view" | "pure">;

export const eth = parseEther;
export const farAway = 2 ** 39;
const nobody: Address = "0x0000000000000000000000000000000000000000";

/** What sellers and buyers do with the works of a play. */
export class MarketPlay {
  readonly play: Play;

  constructor(play: Play) {
    this.play = play;
  }

  get market() {
    return { address: this.play.deployment.addresses.market, abi: artMarketAbi } as const;
  }

  get art(): Address {
    return this.play.art.address;
  }

  async call<Name extends Call>(
    account: Account,
    functionName: Name,
    args: ContractFunctionArgs<typeof artMarketAbi, "nonpayable" | "payable", Name>,
    value = 0n,
  ): Promise<void> {
    // viem cannot follow a name that is generic itself.
    await this.#mined({ ...this.market, account, functionName, args, value });
  }

  read<Name extends View, Args extends ContractFunctionArgs<typeof artMarketAbi, "view" | "pure", Name>>(
    functionName: Name,
    args: Args,
  ): Promise<ContractFunctionReturnType<typeof artMarketAbi, "view" | "pure", Name, Args>> {
    return this.play.client.readContract({ ...this.market, functionName, args } as never) as never;
  }

  approve(tokenId: bigint, account: Account = dev.artist): Promise<void> {
    const args = [this.market.address, tokenId];
    return this.#mined({ ...this.play.art, account, functionName: "approve", args });
  }

  approveAll(account: Account, isApproved = true): Promise<void> {
    const args = [this.market.address, isApproved];
    return this.#mined({ ...this.play.art, account, functionName: "setApprovalForAll", args });
  }

  send(from: Account, to: Address, tokenId: bigint): Promise<void> {
    const args = [from.address, to, tokenId];
    return this.#mined({ ...this.play.art, account: from, functionName: "transferFrom", args });
  }

  list(tokenId: bigint, price: bigint, seller: Account = dev.artist, expiresAt = farAway): Promise<void> {
    return this.call(seller, "list", [this.art, tokenId, price, expiresAt, 0]);
  }

  buy(tokenId: bigint, price: bigint, buyer: Account = dev.collector): Promise<void> {
    return this.call(buyer, "buy", [this.art, tokenId, price, buyer.address, nobody], price);
  }

  /** Does something while an account takes no money, as a contract may. */
  async whileRefusing({ address }: Account, run: () => Promise<void>): Promise<void> {
    await this.play.client.setCode({ address, bytecode: "0x5f5ffd" });
    await run();
    await this.play.client.setCode({ address, bytecode: "0x" });
  }

  /** Another collection, made as ours is, with one token that the market may move. */
  async foreignToken(owner: Account, tokenId: bigint): Promise<Address> {
    const { client, art, deployment } = this.play;
    const foreign = { ...art, address: "0xf0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0" } as const;
    const { escrow } = deployment.addresses;
    const bytecode = await client.getCode({ address: art.address });
    if (!bytecode) throw new Error("there is no collection to copy");
    await client.setCode({ address: foreign.address, bytecode });
    await client.setBalance({ address: escrow, value: eth("1") });
    await client.impersonateAccount({ address: escrow });
    const args = [owner.address, tokenId, `0x${"ab".repeat(32)}`];
    await this.#mined({ ...foreign, account: escrow, functionName: "mint", args });
    await client.stopImpersonatingAccount({ address: escrow });
    const approval = [this.market.address, tokenId];
    await this.#mined({ ...foreign, account: owner, functionName: "approve", args: approval });
    return foreign.address;
  }

  /** Wrapped ether that the market may take. */
  async wrap(account: Account, amountWei: bigint): Promise<void> {
    const { weth } = this.play.deployment.addresses;
    const { client } = this.play;
    const hash = await client.sendTransaction({ account, to: weth, value: amountWei });
    await client.waitForTransactionReceipt({ hash });
    const args = [this.market.address, amountWei];
    await this.#mined({ address: weth, abi: erc20Abi, account, functionName: "approve", args });
  }

  get domain() {
    const { chainId } = this.play.deployment;
    return { name: "Graphiti ArtMarket", version: "1", chainId, verifyingContract: this.market.address };
  }

  async #mined(request: object): Promise<void> {
    const { client } = this.play;
    const hash = await client.writeContract(request as never);
    const { status } = await client.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`transaction ${hash} reverted`);
  }
}
