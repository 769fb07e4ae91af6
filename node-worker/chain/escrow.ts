import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { type JobState, jobStates, type LotState, lotStates } from "@graphiti/protocol/states.ts";
import type { Claim, Service, Submission } from "@graphiti/protocol/terms.ts";
import { type Address, type Hex, isAddressEqual, type PublicClient, parseEventLogs, zeroAddress } from "viem";

/** A lot as the chain has it; `time` in seconds, its meaning depends on the state. */
export type ChainLot = { state: LotState; attempt: number; time: number; commitment: Hex };
export type ChainJob = { state: JobState; termsHash: Hex };
/** Amounts in wei. */
export type Account = { stake: bigint; locked: bigint; credit: bigint };

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
    return { state: jobStates[job.state] ?? "closed", termsHash: job.termsHash };
  }

  async account(address: Address): Promise<Account> {
    return this.#client.readContract({ ...this.#contract, functionName: "accounts", args: [address] });
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

  /** The claim of an attempt, made by `key` or, without one, by anybody; read from the events from `fromBlock` on. */
  async claimFor(
    lotId: bigint,
    attempt: number,
    fromBlock: bigint,
    key?: Address,
  ): Promise<Claim | undefined> {
    const logs = await this.#client.getContractEvents({
      ...this.#contract,
      eventName: "Claimed",
      args: { lotId, ...(key ? { key } : {}) },
      fromBlock,
      strict: true,
    });
    const found = logs.find((log) => log.args.attempt === attempt);
    return found && claimOf(found.args);
  }

  /** What was submitted for an attempt, read from the events from `fromBlock` on. */
  async submissionFor(lotId: bigint, attempt: number, fromBlock: bigint): Promise<Submission | undefined> {
    const logs = await this.#client.getContractEvents({
      ...this.#contract,
      eventName: "Submitted",
      args: { lotId },
      fromBlock,
      strict: true,
    });
    const found = logs.find((log) => log.args.attempt === attempt);
    if (!found) return undefined;
    const { outputRoot, metadataDigest, seal } = found.args;
    return { outputRoot, metadataDigest, seal };
  }

  /** The claim in a transaction that was mined. */
  async claimIn(hash: Hex): Promise<Claim | undefined> {
    const { logs } = await this.#client.getTransactionReceipt({ hash });
    const [found] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Claimed" });
    return found && claimOf(found.args);
  }

  /** What a mined `finalise` paid to the operator, in wei. */
  async payIn(hash: Hex): Promise<bigint> {
    const { logs } = await this.#client.getTransactionReceipt({ hash });
    const [found] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Finalised" });
    return found?.args.operatorPay ?? 0n;
  }

  get #contract() {
    return { address: this.address, abi: jobEscrowAbi } as const;
  }
}

const claimOf = ({
  operator,
  price,
  openSeconds,
}: {
  operator: Address;
  price: bigint;
  openSeconds: number;
}) => ({
  operator,
  price,
  openSeconds,
});
