import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createPublicClient, type Hex, http, parseTransaction, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { Outbox } from "../../../node-worker/chain/outbox.ts";
import { SlotDriver } from "../../../node-worker/chain/slot-driver.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";

const account = privateKeyToAccount(`0x${"17".repeat(32)}`);
const call = { to: account.address, data: "0x1234", valueWei: 0n, gas: 50_000n } as const;

type RpcError = { code: number; message: string; data?: string };

/** An RPC that answers every eth_call with this error, and mines whatever it is sent. */
function chainThatSays(error: RpcError) {
  const sent: Hex[] = [];
  const answers: Record<string, () => unknown> = {
    eth_getTransactionCount: () => toHex(sent.length),
    eth_getBlockByNumber: () => ({ number: "0x1", baseFeePerGas: "0x1", transactions: [] }),
    eth_estimateGas: () => toHex(21_000),
    eth_getTransactionReceipt: () =>
      sent.length === 0
        ? null
        : {
            status: "0x1",
            blockNumber: "0x1",
            blockHash: "0xb1",
            gasUsed: "0x1",
            effectiveGasPrice: "0x1",
            logs: [],
          },
  };
  const fetchFn = async (_: unknown, init?: { body?: unknown }) => {
    const { id, method, params } = JSON.parse(String(init?.body));
    if (method === "eth_sendRawTransaction") sent.push(params[0]);
    const answer =
      method === "eth_call" ? { error } : { result: answers[method]?.() ?? (sent.length > 0 ? "0x1" : null) };
    const body = JSON.stringify({ jsonrpc: "2.0", id, ...answer });
    return new Response(body, { headers: { "content-type": "application/json" } });
  };
  const transport = http("http://rpc.test", { retryCount: 0, fetchFn: fetchFn as typeof fetch });
  return { client: createPublicClient({ chain: foundry, transport, cacheTime: 0 }), sent };
}

/** Lets a restarted outbox bring one signed transaction to its end; returns what reached the chain. */
async function resumeAgainst(error: RpcError) {
  const directory = mkdtempSync(join(tmpdir(), "stale-call-"));
  const journal = Journal.open(join(directory, "journal.db"));
  const { client, sent } = chainThatSays(error);
  const { signal } = new AbortController();
  const driver = new SlotDriver({ client, account, chainId: foundry.id, journal, signal, pollMs: 1 });
  try {
    const fee = { maxFeePerGas: 10n, maxPriorityFeePerGas: 1n };
    journal.slots.open(0, "submit:1:0", call);
    journal.slots.sign(0, await driver.sign({ nonce: 0, call }, fee, false));
    await driver.drive(0, false);
    return sent.map((raw) => parseTransaction(raw).data);
  } finally {
    journal.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

describe("a call that waits for its turn", () => {
  it("is made when the turn has come, after those before it were mined", async () => {
    const directory = mkdtempSync(join(tmpdir(), "in-turn-"));
    const journal = Journal.open(join(directory, "journal.db"));
    const { client, sent } = chainThatSays({ code: -32000, message: "header not found" });
    const { signal } = new AbortController();
    const outbox = new Outbox({ client, account, chainId: foundry.id, journal, signal, pollMs: 1 });
    try {
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const sentBefore: number[] = [];
      const make = async () => {
        sentBefore.push(sent.length);
        return call;
      };
      const both = [outbox.send("first", () => released.then(make)), outbox.send("second", make)];
      release();
      await Promise.all(both);
      assert.deepEqual(sentBefore, [0, 1]);
    } finally {
      journal.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe("a signed transaction after a restart", () => {
  it("is sent as it is when the server cannot try it", async () => {
    assert.deepEqual(await resumeAgainst({ code: -32000, message: "header not found" }), [call.data]);
    assert.deepEqual(await resumeAgainst({ code: -32000, message: "missing trie node" }), [call.data]);
  });

  it("is replaced by an empty one when the contract refuses it", async () => {
    const refused = { code: 3, message: "execution reverted", data: "0x12345678" };
    assert.deepEqual(await resumeAgainst(refused), [undefined]);
    assert.deepEqual(await resumeAgainst({ code: -32000, message: "execution reverted" }), [undefined]);
  });
});
