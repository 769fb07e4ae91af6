import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { type JobState, jobStates, type LotState, lotStates } from "@graphiti/protocol/states.ts";
import type { Service } from "@graphiti/protocol/terms.ts";
import { type Address, type Hex, isAddressEqual, type PublicClient, zeroAddress } from "viem";

/** A lot as the chain has it; `time` in seconds, its meaning depends on the state. */
export type ChainLot = { state: LotState; attempt: number; time: number; commitment: Hex };
export type ChainJob = { state: JobState; finalLots: number; assemblyOpenedAt: number; termsHash: Hex };
/** Amounts in wei. */
export type Account = { stake: bigint; locked: bigint; credit: bigint };
/** One seal of a panel: whose, how many seconds after the submit, and its first 6 bytes. */
export type Seat = { operator: Address; age: number; tag: Hex };
/** What attesters have said of a submitted lot. `seed` 0: not drawn yet, and `target`, if not 0, is the block to wait for. */
export type ChainPanel = { seed: number; target: bigint; isCold: boolean; seats: readonly Seat[] };

/** What the node reads from the contracts. Every money decision rests on these and not on an index. */
export class Escrow {
  readonly address: Address;
  readonly #client: PublicClient;
  readonly #deployment: Deployment;

  constructor(client: PublicClient, deployment: Deployment) {
    this.#client = client;
    this.#deployment = deployment;
    this.address = deployment.addresses.escrow;
  }

  /** Unix seconds. Blocks come only with transactions on some chains, so the clock may be ahead of the newest. */
  async nowSeconds(): Promise<number> {
    const { timestamp } = await this.#client.getBlock({ blockTag: "latest" });
    return Math.max(Number(timestamp), Math.floor(Date.now() / 1000));
  }

  async lot(lotId: bigint): Promise<ChainLot> {
    const lot = await this.#client.readContract({ ...this.#contract, functionName: "lots", args: [lotId] });
    return { ...lot, state: lotStates[lot.state] ?? "refunded" };
  }

  async job(jobId: bigint): Promise<ChainJob> {
    const job = await this.#client.readContract({ ...this.#contract, functionName: "jobs", args: [jobId] });
    return { ...job, state: jobStates[job.state] ?? "closed" };
  }

  async panel(lotId: bigint): Promise<ChainPanel> {
    const [seed, target, isCold, seats] = await this.#client.readContract({
      ...this.#contract,
      functionName: "panels",
      args: [lotId],
    });
    return { seed, target, isCold, seats };
  }

  async account(address: Address): Promise<Account> {
    return this.#client.readContract({ ...this.#contract, functionName: "accounts", args: [address] });
  }

  /** When an operator has last raised its stake, Unix seconds; 0 for one without. */
  async stakeRaisedAt(operator: Address): Promise<number> {
    const standing = { ...this.#contract, functionName: "standings", args: [operator] } as const;
    return (await this.#client.readContract(standing)).raisedAt;
  }

  totalStake(): Promise<bigint> {
    return this.#client.readContract({ ...this.#contract, functionName: "totalStake" });
  }

  /** Who authorised a machine key; undefined when nobody has. */
  async operatorOf(key: Address): Promise<Address | undefined> {
    const found = await this.#client.readContract({
      ...this.#contract,
      functionName: "operatorOf",
      args: [key],
    });
    return isAddressEqual(found, zeroAddress) ? undefined : found;
  }

  keyNonce(key: Address): Promise<bigint> {
    return this.#client.readContract({ ...this.#contract, functionName: "keyNonce", args: [key] });
  }

  service(id: number): Promise<Service> {
    return this.#client.readContract({
      address: this.#deployment.addresses.registry,
      abi: serviceRegistryAbi,
      functionName: "serviceOf",
      args: [id],
    });
  }

  get #contract() {
    return { address: this.address, abi: jobEscrowAbi } as const;
  }
}
