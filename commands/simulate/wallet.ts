import { type Address, type Hex, keccak256, type LocalAccount, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Rpc } from "./rpc.ts";

export const chainId = 31_337;
const gas = 12_000_000n;

export const accountNamed = (name: string): LocalAccount => privateKeyToAccount(keccak256(toHex(name)));

export type Outcome = { succeeded: boolean };
type Pending = { raw: Hex; hash: Hex; note: string; done?: ((outcome: Outcome) => void) | undefined };

/**
 * Sends one transaction at a time and keeps its bytes until it is mined: what an unreliable RPC has perhaps heard is
 * said again, never said differently.
 */
export class Wallet {
  readonly account: LocalAccount;
  readonly counts = { sent: 0, reverted: 0 };
  readonly #rpc: Rpc;
  #nonce = 0;
  #pending: Pending | undefined;

  constructor(account: LocalAccount, rpc: Rpc) {
    this.account = account;
    this.#rpc = rpc;
  }

  get isBusy(): boolean {
    return this.#pending !== undefined;
  }

  /** Takes note of a mined transaction, or says it again. */
  async settle(): Promise<void> {
    const pending = this.#pending;
    if (!pending) return;
    try {
      const receipt = (await this.#rpc("eth_getTransactionReceipt", [pending.hash])) as {
        status: Hex;
      } | null;
      if (!receipt) {
        await this.#rpc("eth_sendRawTransaction", [pending.raw]);
        return;
      }
      const succeeded = receipt.status === "0x1";
      this.#pending = undefined;
      this.#nonce++;
      this.counts.sent++;
      if (!succeeded) this.counts.reverted++;
      pending.done?.({ succeeded });
    } catch {
      // Heard or not: the next turn finds out.
    }
  }

  /** Signs and sends; whether it arrived shows in {@link settle}. */
  async send(to: Address, data: Hex, note: string, { value = 0n, done }: SendOptions = {}): Promise<void> {
    if (this.#pending) throw new Error(`${note}: a transaction is still under way`);
    try {
      const heard = Number(await this.#rpc("eth_getTransactionCount", [this.account.address, "latest"]));
      // An answer below what is known to be mined is old.
      this.#nonce = Math.max(this.#nonce, heard);
      const call = {
        to,
        data,
        value,
        nonce: this.#nonce,
        gas,
        gasPrice: 0n,
        chainId,
        type: "legacy",
      } as const;
      const raw = await this.account.signTransaction(call);
      this.#pending = { raw, hash: keccak256(raw), note, done };
      await this.#rpc("eth_sendRawTransaction", [raw]);
    } catch {
      // As in settle.
    }
  }
}

export type SendOptions = { value?: bigint; done?: (outcome: Outcome) => void };
