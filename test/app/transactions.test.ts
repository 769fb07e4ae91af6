import assert from "node:assert/strict";
import { test } from "node:test";
import { type Hex, type PublicClient, TransactionReceiptNotFoundError, zeroAddress } from "viem";
import { awaitTransaction } from "../../app/_wallet/await-transaction.ts";
import { type KeptTransaction, TransactionBook } from "../../app/_wallet/transaction-book.ts";

const hash: Hex = `0x${"ab".repeat(32)}`;
const other: Hex = `0x${"cd".repeat(32)}`;

const sent = (change: Partial<KeptTransaction> = {}): KeptTransaction => ({
  hash,
  from: zeroAddress,
  nonce: 4,
  chainId: 1,
  kind: "post",
  args: {},
  status: "pending",
  sentAtMs: Date.now(),
  ...change,
});

function slot(text: string | null = null) {
  const kept = { text };
  return {
    getItem: () => kept.text,
    setItem: (_key: string, value: string) => {
      kept.text = value;
    },
  };
}

test("a book survives a reload and tells its readers of changes", () => {
  const storage = slot();
  const book = new TransactionBook(storage, 1, zeroAddress);
  let told = 0;
  book.subscribe(() => {
    told += 1;
  });
  book.add(sent());
  book.update(hash, { status: "confirmed", args: { jobId: "3" } });
  assert.equal(told, 2);
  assert.equal(book.entries(), book.entries());
  const reopened = new TransactionBook(storage, 1, zeroAddress);
  assert.deepEqual(reopened.entries()[0]?.args, { jobId: "3" });
  reopened.remove(hash);
  assert.deepEqual(book.entries(), []);
});

test("a torn book is empty, and an old one keeps only its newest pages", () => {
  assert.deepEqual(new TransactionBook(slot('[{"ha'), 1, zeroAddress).entries(), []);
  const book = new TransactionBook(slot(), 1, zeroAddress);
  for (let index = 0; index < 30; index += 1) book.add(sent({ hash: `0x${index}` }));
  assert.equal(book.entries().length, 20);
  assert.equal(book.entries()[0]?.hash, "0x29");
});

const receipt = (status: "success" | "reverted") => ({ status, logs: [] });
const notYet = () => Promise.reject(new TransactionReceiptNotFoundError({ hash }));
const client = (part: object) => part as PublicClient;

test("a transaction that is already in a block is settled without waiting", async () => {
  const outcome = await awaitTransaction(
    client({ getTransactionReceipt: async () => receipt("reverted") }),
    sent(),
  );
  assert.equal(outcome.status, "reverted");
});

test("a repriced transaction counts as done, under its new hash", async () => {
  const outcome = await awaitTransaction(
    client({
      getTransactionReceipt: notYet,
      getTransaction: async () => ({}),
      waitForTransactionReceipt: async ({ onReplaced }: { onReplaced: (found: object) => void }) => {
        onReplaced({ reason: "repriced", transaction: { hash: other } });
        return receipt("success");
      },
    }),
    sent(),
  );
  assert.equal(outcome.status === "confirmed" && outcome.replacedBy, other);
});

test("a cancelled transaction is lost, though its replacement succeeded", async () => {
  const outcome = await awaitTransaction(
    client({
      getTransactionReceipt: notYet,
      getTransaction: async () => ({}),
      waitForTransactionReceipt: async ({ onReplaced }: { onReplaced: (found: object) => void }) => {
        onReplaced({ reason: "cancelled", transaction: { hash: other } });
        return receipt("success");
      },
    }),
    sent(),
  );
  assert.deepEqual(outcome, { status: "lost" });
});

test("after a reload, one whose nonce was used by another is lost, not waited for", async () => {
  const gone = { getTransactionReceipt: notYet, getTransaction: notYet };
  const used = client({ ...gone, getTransactionCount: async () => 5 });
  assert.deepEqual(await awaitTransaction(used, sent()), { status: "lost" });
  const old = client({ ...gone, getTransactionCount: async () => 0 });
  assert.deepEqual(await awaitTransaction(old, sent({ sentAtMs: 0 })), { status: "lost" });
});

test("an RPC that does not answer settles nothing", async () => {
  const down = client({ getTransactionReceipt: () => Promise.reject(new Error("down")) });
  await assert.rejects(awaitTransaction(down, sent()), /down/);
});
