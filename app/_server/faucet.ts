import { readFile } from "node:fs/promises";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, createWalletClient, type Hex, http, parseEther, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { Gate } from "./gate.ts";
import { notFoundError } from "./problem.ts";
import { processMemory } from "./process-memory.ts";

export const faucetAmountWei = parseEther("1");
export const faucetHourlyWei = parseEther("50");
const perWalletMs = 60_000;
const hourMs = 3_600_000;

type Gift = { address: string; amountWei: bigint; atMs: number };

/** Decides who gets how much: nothing to the rich, one gift a minute and wallet, a cap for everybody together. */
export class FaucetLedger {
  #gifts: Gift[] = [];

  /**
   * @param balanceWei what the wallet holds now
   * @returns the wei to send; 0 when it holds enough
   * @throws FAUCET_LIMIT
   */
  grant(address: Address, balanceWei: bigint, nowMs: number): bigint {
    const amountWei = faucetAmountWei - balanceWei;
    if (amountWei <= faucetAmountWei / 2n) return 0n;
    this.#gifts = this.#gifts.filter((gift) => nowMs - gift.atMs < hourMs);
    const wallet = address.toLowerCase();
    const recent = this.#gifts.some((gift) => gift.address === wallet && nowMs - gift.atMs < perWalletMs);
    if (recent)
      fail("FAUCET_LIMIT", "This wallet got play money less than a minute ago.", { retryable: true });
    const given = this.#gifts.reduce((sum, gift) => sum + gift.amountWei, 0n);
    if (given + amountWei > faucetHourlyWei)
      fail("FAUCET_LIMIT", "The faucet has given away all it may within an hour.", { retryable: true });
    this.#gifts.push({ address: wallet, amountWei, atMs: nowMs });
    return amountWei;
  }

  /** Takes a gift back that could not be sent. */
  revoke(address: Address): void {
    this.#gifts = this.#gifts.filter((gift) => gift.address !== address.toLowerCase());
  }
}

const ledger = processMemory("faucet", () => new FaucetLedger());
// One at a time: the key's nonces must not be handed out twice.
const queue = processMemory("faucet-queue", () => new Gate({ running: 1, waiting: 50 }));

/**
 * Sends play money on the local chain.
 * @returns the wallet's balance afterwards
 * @throws NOT_FOUND anywhere else, FAUCET_LIMIT, FAUCET_EMPTY
 */
export function fundFromFaucet(env: Env, address: Address): Promise<{ hash?: Hex; balanceWei: bigint }> {
  const file = env.FAUCET_KEY_FILE;
  if (env.GRAPHITI_CHAIN !== "local" || !file) throw notFoundError("A faucet");
  return queue.run(async () => {
    const key = (await readFile(file, "utf8")).trim() as Hex;
    const wallet = createWalletClient({
      account: privateKeyToAccount(key),
      chain: chainNamed("local", env.RPC_URL),
      transport: http(env.RPC_URL),
      pollingInterval: 200,
    }).extend(publicActions);
    const balanceWei = await wallet.getBalance({ address });
    const amountWei = ledger.grant(address, balanceWei, Date.now());
    if (amountWei === 0n) return { balanceWei };
    try {
      const hash = await wallet.sendTransaction({ to: address, value: amountWei });
      await wallet.waitForTransactionReceipt({ hash, timeout: 30_000 });
      return { hash, balanceWei: balanceWei + amountWei };
    } catch (cause) {
      ledger.revoke(address);
      fail("FAUCET_EMPTY", "The faucet could not send anything.", { cause, retryable: true });
    }
  });
}
