import { setTimeout as pause } from "node:timers/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import {
  type BlockTag,
  CallExecutionError,
  ExecutionRevertedError,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  RpcRequestError,
  TransactionReceiptNotFoundError,
} from "viem";
import type { Journal } from "../journal/journal.ts";
import type { Mined, Signed, Slot } from "../journal/slot-rows.ts";
import { refusalOf } from "./broadcast.ts";
import { baseFeeWei, bumpedFee, type Fee } from "./fees.ts";
import { type Patience, patiently } from "./patience.ts";

export type OutboxOptions = {
  client: PublicClient;
  account: LocalAccount;
  chainId: number;
  journal: Pick<Journal, "slots" | "atomically">;
  signal: AbortSignal;
  pollMs?: number;
  /** A transaction that has waited this long is sent again with a higher fee. */
  stuckMs?: number;
  /** A nonce that is spent is given up when no receipt has shown for this long: RPCs lag. */
  lostMs?: number;
  /** Wait before the first repetition of a request that failed. */
  firstWaitMs?: number;
  onWait?: Patience["onWait"];
  onMined?: (purpose: string, mined: Mined) => void;
  /** Told between any two effects; the crash tests end the process here. */
  checkpoint?: (name: string) => void;
};

/** Brings single nonces to an end: broadcasts, waits, raises the fee, follows reorganisations. */
export class SlotDriver {
  readonly #options: Required<Omit<OutboxOptions, "onWait" | "onMined">> & OutboxOptions;

  constructor(options: OutboxOptions) {
    const defaults = { pollMs: 200, stuckMs: 20_000, lostMs: 30_000, firstWaitMs: 250, checkpoint: () => {} };
    this.#options = { ...defaults, ...options };
  }

  async sign(slot: Pick<Slot, "nonce" | "call">, fee: Fee, empty: boolean): Promise<Signed> {
    const { account, chainId, client } = this.#options;
    const { to, data, valueWei, gas } = slot.call;
    const selfTransfer = async () =>
      this.#patiently(() => client.estimateGas({ account: account.address, to: account.address, value: 0n }));
    const request = empty
      ? { to: account.address, value: 0n, gas: ((await selfTransfer()) * 12n) / 10n }
      : { to, data, value: valueWei, gas };
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId,
      nonce: slot.nonce,
      ...request,
      ...fee,
    });
    return { hash: keccak256(raw), raw, maxFeeWei: fee.maxFeePerGas, empty };
  }

  latestNonce(blockTag: BlockTag = "latest"): Promise<number> {
    const { account, client } = this.#options;
    return this.#patiently(() => client.getTransactionCount({ address: account.address, blockTag }));
  }

  baseFee(): Promise<bigint> {
    return this.#patiently(() => baseFeeWei(this.#options.client));
  }

  /** How the chain has mined any version of this nonce, if it has. */
  async mined(nonce: number): Promise<Mined | undefined> {
    for (const version of this.#options.journal.slots.versions(nonce)) {
      const receipt = await this.#receipt(version.hash);
      if (!receipt) continue;
      return {
        hash: version.hash,
        block: receipt.blockNumber,
        blockHash: receipt.blockHash,
        succeeded: receipt.status === "success" && !version.empty,
        costWei: receipt.gasUsed * receipt.effectiveGasPrice,
      };
    }
    return undefined;
  }

  /**
   * Drives the slot until its nonce is spent.
   * @param fresh it was signed and estimated a moment ago; anything older is tried with eth_call before it is sent
   * @throws TRANSACTION_LOST when the nonce was spent by bytes that are not in the journal
   */
  async drive(nonce: number, fresh: boolean): Promise<Mined> {
    const { journal, signal, pollMs, stuckMs, lostMs, checkpoint, onMined } = this.#options;
    let trusted = fresh;
    let stuck = false;
    let nextSendAt = 0;
    let spentSince = 0;
    let aheadSince = 0;
    for (;;) {
      signal.throwIfAborted();
      const mined = await this.mined(nonce);
      checkpoint("looked");
      if (mined) {
        const purpose = journal.slots.get(nonce)?.purpose ?? "";
        journal.slots.settle(nonce, mined);
        checkpoint("settled");
        onMined?.(purpose, mined);
        return mined;
      }
      const latest = await this.latestNonce();
      if (latest > nonce) spentSince ||= Date.now();
      if (latest >= nonce) aheadSince = 0;
      else {
        aheadSince ||= Date.now();
        await this.reopenDropped(latest, nonce, Date.now() - aheadSince >= lostMs);
      }
      if (spentSince !== 0 && Date.now() - spentSince >= lostMs) this.#giveUp(nonce);
      if (latest <= nonce && Date.now() >= nextSendAt) {
        const version = await this.#version(nonce, { trusted, stuck });
        trusted = false;
        const refusal = await this.#offer(version);
        checkpoint("broadcast");
        if (refusal === "nonce-spent") spentSince ||= Date.now();
        else if (refusal !== "nonce-ahead") spentSince = 0;
        stuck = refusal === undefined || refusal === "known" || refusal === "fee";
        nextSendAt = Date.now() + (refusal === "fee" ? 0 : stuckMs);
        if (refusal === undefined) continue;
      }
      await pause(pollMs, undefined, { signal });
    }
  }

  /**
   * Sends again what the chain has forgotten among the nonces from `first` up to, but not including, `end`.
   * @param alsoVoid nonces that others had spent are free again as well: no later one can be mined before them
   */
  async reopenDropped(first: number, end: number, alsoVoid = false): Promise<void> {
    const { slots } = this.#options.journal;
    for (const { nonce } of slots.between(first, end, "mined"))
      if (!(await this.mined(nonce))) slots.reopen(nonce);
    if (alsoVoid) for (const { nonce } of slots.between(first, end, "void")) slots.reopen(nonce);
    for (const { nonce } of slots.between(0, end, "pending")) await this.drive(nonce, false);
  }

  /** The version to broadcast: the newest, or a dearer one, or an empty one where the call can only revert. */
  async #version(nonce: number, { trusted, stuck }: { trusted: boolean; stuck: boolean }): Promise<Signed> {
    const { journal, checkpoint } = this.#options;
    const versions = journal.slots.versions(nonce);
    const slot = journal.slots.get(nonce);
    const [newest] = versions;
    if (!slot || !newest) throw new RangeError(`nonce ${nonce} was never signed`);
    if (trusted) return newest;
    const baseFee = await this.baseFee();
    const empty = newest.empty || (await this.#reverts(slot));
    if (empty === newest.empty && !stuck && newest.maxFeeWei >= baseFee) return newest;
    const next = await this.sign(slot, bumpedFee(baseFee, newest.maxFeeWei, versions.length), empty);
    journal.slots.sign(nonce, next);
    checkpoint("signed again");
    return next;
  }

  /** Whether the contract refuses the call. What a server says of itself, like a missing header, is no refusal. */
  async #reverts({ call }: Slot): Promise<boolean> {
    const { client, account } = this.#options;
    try {
      const { to, data, valueWei, gas } = call;
      await this.#patiently(() => client.call({ account: account.address, to, data, value: valueWei, gas }));
      return false;
    } catch (error) {
      if (!(error instanceof CallExecutionError)) throw error;
      const revert = error.walk(
        (inner) =>
          inner instanceof ExecutionRevertedError ||
          (inner instanceof RpcRequestError && inner.code === ExecutionRevertedError.code),
      );
      return revert !== null;
    }
  }

  /** Hands the bytes to the chain; undefined when it took them. */
  async #offer({ raw }: Signed) {
    const { client, signal, onWait } = this.#options;
    try {
      await this.#patiently(() => client.sendRawTransaction({ serializedTransaction: raw }));
      return undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      const refusal = refusalOf(error);
      if (refusal === "funds" || refusal === "other") onWait?.(error, this.#options.stuckMs);
      return refusal;
    }
  }

  async #receipt(hash: Hex) {
    return this.#patiently(async () => {
      try {
        return await this.#options.client.getTransactionReceipt({ hash });
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return undefined;
        throw error;
      }
    });
  }

  #giveUp(nonce: number): never {
    this.#options.journal.slots.giveUp(nonce);
    fail("TRANSACTION_LOST", `Nonce ${nonce} was spent by a transaction that this node did not sign.`, {
      retryable: true,
    });
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    const { signal, onWait, firstWaitMs } = this.#options;
    return patiently(work, { signal, firstWaitMs, ...(onWait ? { onWait } : {}) });
  }
}
