import type { Call, Mined } from "../journal/slot-rows.ts";
import { freshFee } from "./fees.ts";
import { type OutboxOptions, SlotDriver } from "./slot-driver.ts";

/**
 * Sends transactions of one key, one at a time and in the order of their nonces, each purpose at most once.
 * Bytes are journalled before they are broadcast, so a restart sends the very same bytes again, and two versions of
 * one purpose always share a nonce: at most one of them can be mined. Nonces are counted here, because an RPC may lag
 * and Arbitrum has no pending pool.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #driver: SlotDriver;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#driver = new SlotDriver(options);
  }

  /**
   * Has a call mined for `purpose`, or returns how it was mined before. It is made, and so tried on the chain, when its
   * turn has come: what was sent before may have taken long. Its gas is a limit.
   * @throws TRANSACTION_LOST when the nonce was spent elsewhere: read the chain and decide again; what making it throws
   */
  send(purpose: string, make: () => Promise<Call>): Promise<Mined> {
    return this.#inTurn(async () => {
      await this.#settlePending();
      const { journal, checkpoint } = this.#options;
      const live = journal.slots.live(purpose);
      if (live?.state === "mined") return (await this.#driver.mined(live.nonce)) ?? this.#again(live.nonce);
      const call = await make();
      const nonce = Math.max(journal.slots.nextNonce() ?? 0, await this.#driver.latestNonce());
      const first = await this.#driver.sign({ nonce, call }, freshFee(await this.#driver.baseFee()), false);
      checkpoint?.("to sign");
      journal.atomically(() => {
        journal.slots.open(nonce, purpose, call);
        journal.slots.sign(nonce, first);
      });
      checkpoint?.("signed");
      return this.#driver.drive(nonce, true);
    });
  }

  /** Brings everything that was signed to an end; after a restart this comes before any new decision. */
  settle(): Promise<void> {
    return this.#inTurn(() => this.#settlePending());
  }

  /**
   * Looks whether the chain still knows the mined transaction of a purpose. One that a reorganisation dropped is sent
   * again, after those before it.
   * @returns true when it had to be sent again
   */
  revisit(purpose: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const live = this.#options.journal.slots.live(purpose);
      if (live?.state !== "mined" || (await this.#driver.mined(live.nonce))) return false;
      await this.#again(live.nonce);
      return true;
    });
  }

  /** A reorganisation dropped a mined transaction: it is sent again, after those before it. */
  async #again(nonce: number): Promise<Mined> {
    await this.#driver.reopenDropped(await this.#driver.latestNonce(), nonce + 1);
    const { slots } = this.#options.journal;
    const slot = slots.get(nonce);
    if (slot?.state === "mined") return slot.mined;
    slots.reopen(nonce);
    return this.#driver.drive(nonce, false);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #settlePending() {
    const { slots } = this.#options.journal;
    for (let [slot] = slots.pending(); slot; [slot] = slots.pending()) {
      const { nonce } = slot;
      try {
        await this.#driver.drive(nonce, false);
      } catch (error) {
        // Given up: whoever wanted it reads the chain and decides again.
        if (slots.get(nonce)?.state === "pending") throw error;
      }
    }
  }
}
