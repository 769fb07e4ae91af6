import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { lookOf, type Series, salePriceAt } from "@graphiti/protocol/drop.ts";
import {
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  parseEther,
  parseEventLogs,
  type TransactionReceipt,
  zeroHash,
} from "viem";
import { dev } from "./chain-client.ts";
import { service } from "./deploy.ts";
import type { Job, Play } from "./play.ts";

type Call = ContractFunctionName<typeof seriesDropAbi, "nonpayable" | "payable">;
type View = ContractFunctionName<typeof seriesDropAbi, "view">;

/** One drop of a play, and what its artist and its buyers do there. */
export class DropPlay {
  readonly play: Play;
  readonly address: Address;
  readonly series: Series;

  private constructor(play: Play, address: Address, series: Series) {
    this.play = play;
    this.address = address;
    this.series = series;
  }

  /** Registers a generating service, the second one. */
  static async registerGenerator(play: Play): Promise<void> {
    const { client, deployment } = play;
    const hash = await client.writeContract({
      account: dev.deployer,
      address: deployment.addresses.registry,
      abi: serviceRegistryAbi,
      functionName: "register",
      args: [{ ...service, kind: 2, scale: 1, halo: 0, modelDigest: `0x${"9e".repeat(32)}` }, "b".repeat(59)],
    });
    await client.waitForTransactionReceipt({ hash });
  }

  /** Three works of one tile, from 2 to 1 ether in 1,000 seconds, which begin 10 seconds after the opening. */
  static async open(play: Play, wishes: Partial<Series> = {}): Promise<DropPlay> {
    const { client, deployment } = play;
    // Given, not the machine's: however long anything takes, the opening is before the start.
    const openedAt = (await client.getBlock()).timestamp + 60n;
    const startsAt = Number(openedAt) + 10;
    const series: Series = {
      serviceId: 2,
      width: 500,
      height: 400,
      look: lookOf({ palette: 3, complexity: 4, symmetry: 1, variation: 7 }),
      cardDigest: `0x${"ca".repeat(32)}`,
      supply: 3,
      walletCap: 2,
      startPrice: parseEther("2"),
      floorPrice: parseEther("1"),
      fallSeconds: 1_000,
      startsAt,
      endsAt: startsAt + 3_600,
      allowEndsAt: 0,
      allowRoot: zeroHash,
      royaltyBps: 750,
      computing: {
        minPrice: parseEther("0.1"),
        maxPrice: parseEther("0.2"),
        rampSeconds: 600,
        claimSeconds: 200,
        finalityClass: 0,
        attesters: 0,
        sampleTiles: 0,
        deadlineSeconds: 86_400,
      },
      ...wishes,
    };
    await client.setNextBlockTimestamp({ timestamp: openedAt });
    const hash = await client.writeContract({
      account: dev.artist,
      address: deployment.addresses.dropFactory,
      abi: dropFactoryAbi,
      functionName: "open",
      args: [series],
    });
    const { logs } = await client.waitForTransactionReceipt({ hash });
    const [opened] = parseEventLogs({ abi: dropFactoryAbi, eventName: "DropOpened", logs });
    if (!opened) throw new Error("open left no event");
    return new DropPlay(play, opened.args.drop, series);
  }

  async call<Name extends Call>(
    account: Account,
    functionName: Name,
    args: ContractFunctionArgs<typeof seriesDropAbi, "nonpayable" | "payable", Name>,
    value = 0n,
  ): Promise<TransactionReceipt> {
    const { client } = this.play;
    // viem cannot follow a name that is generic itself.
    const request = { address: this.address, abi: seriesDropAbi, account, functionName, args, value };
    const hash = await client.writeContract(request as never);
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`transaction ${hash} reverted`);
    this.play.gasUsed.set(hash, receipt.gasUsed);
    return receipt;
  }

  read<Name extends View, Args extends ContractFunctionArgs<typeof seriesDropAbi, "view", Name>>(
    functionName: Name,
    args: Args,
  ): Promise<ContractFunctionReturnType<typeof seriesDropAbi, "view", Name, Args>> {
    const request = { address: this.address, abi: seriesDropAbi, functionName, args };
    return this.play.client.readContract(request as never) as never;
  }

  /** Buys at a second of the sale, with some wei on top. */
  async buy(buyer: Account, second: number, quantity = 1, change = 0n): Promise<void> {
    const at = this.series.startsAt + second;
    await this.play.client.setNextBlockTimestamp({ timestamp: BigInt(at) });
    const price = salePriceAt(this.series, at);
    await this.call(buyer, "buy", [BigInt(quantity), price, []], price * BigInt(quantity) + change);
  }

  /** Posts works, two blocks later, by somebody else. */
  async post(indices: readonly bigint[]): Promise<Job[]> {
    await this.play.client.mine({ blocks: 2 });
    const { blockNumber } = await this.call(dev.collector, "post", [indices]);
    return this.postedJobs(blockNumber);
  }

  /** The jobs of the drop that were posted in a block, or ever. */
  async postedJobs(block?: bigint): Promise<Job[]> {
    const logs = await this.play.client.getContractEvents({
      ...this.play.escrow,
      eventName: "Posted",
      args: { artist: this.address },
      fromBlock: block ?? 0n,
      ...(block !== undefined && { toBlock: block }),
      strict: true,
    });
    return logs.map(({ args: { jobId, terms, work }, transactionHash: hash }) => ({
      ...{ jobId, terms, work, hash },
    }));
  }
}
