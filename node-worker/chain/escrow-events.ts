import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { announcedIn } from "@graphiti/protocol/announcement.ts";
import type { Claim, Submission } from "@graphiti/protocol/terms.ts";
import { type Address, type ContractEventName, type Hex, type PublicClient, parseEventLogs } from "viem";

/** What was handed in, and the digest of the manifest that its transaction names. */
export type Handed = { submission: Submission; manifestDigest: Hex | undefined };

type EventName = ContractEventName<typeof jobEscrowAbi>;

/** What the node reads from the escrow's events: what the chain itself keeps by its hash alone. */
export class EscrowEvents {
  readonly #client: PublicClient;
  readonly #address: Address;

  constructor(client: PublicClient, escrow: Address) {
    this.#client = client;
    this.#address = escrow;
  }

  /** The claim of an attempt, made by `key` or, without one, by anybody; read from the events from `fromBlock` on. */
  async claimFor(
    lotId: bigint,
    attempt: number,
    fromBlock: bigint,
    key?: Address,
  ): Promise<Claim | undefined> {
    const logs = await this.#ofLot("Claimed", lotId, fromBlock);
    const found = logs.findLast(({ args }) => args.attempt === attempt && (!key || args.key === key));
    if (found) return claimOf(found.args);
    const assembled = (await this.#ofLot("Assembled", lotId, fromBlock)).findLast(
      ({ args }) => args.attempt === attempt,
    );
    return !key && assembled ? { ...noOperator, openSeconds: assembled.args.openSeconds } : undefined;
  }

  /** What was submitted for an attempt, read from the events from `fromBlock` on. */
  async handedIn(lotId: bigint, attempt: number, fromBlock: bigint): Promise<Handed | undefined> {
    const logs = await this.#ofLot("Submitted", lotId, fromBlock);
    const found = logs.findLast(({ args }) => args.attempt === attempt);
    if (!found) return undefined;
    const { input } = await this.#client.getTransaction({ hash: found.transactionHash });
    return { submission: found.args.submission, manifestDigest: announcedIn(input) };
  }

  /** The claim in a transaction that was mined. */
  async claimIn(hash: Hex): Promise<Claim | undefined> {
    const { logs } = await this.#client.getTransactionReceipt({ hash });
    const [found] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Claimed" });
    return found && claimOf(found.args);
  }

  /** The submission in a transaction that was mined. */
  async submissionIn(hash: Hex): Promise<Submission | undefined> {
    const { logs } = await this.#client.getTransactionReceipt({ hash });
    const [found] = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Submitted" });
    return found?.args.submission;
  }

  /** Which lots a mined `attest` passed by, with the contract's number for the reason. */
  async skippedIn(hash: Hex): Promise<Map<bigint, number>> {
    const { logs } = await this.#client.getTransactionReceipt({ hash });
    const found = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "AttestationSkipped" });
    return new Map(found.map(({ args }) => [args.lotId, args.reason]));
  }

  /** What the worker of a final lot was paid, in wei. */
  async operatorPay(lotId: bigint, fromBlock: bigint): Promise<bigint> {
    return (await this.#ofLot("Finalised", lotId, fromBlock)).at(-1)?.args.operatorPay ?? 0n;
  }

  /** What each seat of an attempt's panel was paid in the end, in wei; undefined while nobody was. */
  async seatPays(lotId: bigint, attempt: number, fromBlock: bigint): Promise<readonly bigint[] | undefined> {
    for (const name of ["AttestersPaid", "ObjectorsPaid"] as const) {
      const logs = await this.#ofLot(name, lotId, fromBlock);
      const found = logs.findLast(({ args }) => args.attempt === attempt);
      if (found) return found.args.pays;
    }
    return undefined;
  }

  #ofLot<Name extends EventName>(eventName: Name, lotId: bigint, fromBlock: bigint) {
    return this.#client.getContractEvents({
      address: this.#address,
      abi: jobEscrowAbi,
      eventName,
      args: { lotId } as never,
      fromBlock,
      strict: true,
    });
  }
}

const noOperator = { operator: "0x0000000000000000000000000000000000000000", price: 0n } as const;

const claimOf = ({ operator, price, openSeconds }: Claim): Claim => ({ operator, price, openSeconds });
