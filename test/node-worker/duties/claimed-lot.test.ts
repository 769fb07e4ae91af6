import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Claim } from "@graphiti/protocol/terms.ts";
import { type ClaimedLot, untilDue } from "../../../node-worker/duties/claimed-lot.ts";
import { memoryStore } from "../support/memory-store.ts";
import { storeWith } from "../support/store-with.ts";
import { job, lotRow, standIn } from "./stand-in.ts";

const claim = {} as Claim;
const dueIn = (seconds: number): ClaimedLot => ({
  ...{ lot: lotRow, job, claim },
  due: Math.floor(Date.now() / 1000) + seconds,
});
const never = () => new Promise<never>(() => {});
const says = { nowSeconds: 0, jobState: "live", lot: {} } as const;
const options = { name: "a", tier: "hot" } as const;

describe("the work of a claimed lot", () => {
  it("ends with its time, though a transfer hangs", { timeout: 30_000 }, async (t) => {
    const { node, close } = standIn(
      says,
      storeWith(memoryStore(), { put: never, get: never, download: never }),
    );
    t.after(close);
    const stop = new AbortController();
    const transfers = [
      (bound: typeof node) => bound.store.put(new Uint8Array(1), options),
      (bound: typeof node) => bound.store.get("a", { maxBytes: 1 }),
      (bound: typeof node) => bound.store.download("a", "a", { maxBytes: 1 }),
    ];
    for (const transfer of transfers)
      await untilDue({ ...node, stop: stop.signal }, dueIn(1), async (bound) => void (await transfer(bound)));
  });

  it("ends when the node has to stop, though a transfer hangs", { timeout: 30_000 }, async (t) => {
    const { node, close } = standIn(says, storeWith(memoryStore(), { put: never }));
    t.after(close);
    const stop = new AbortController();
    const working = untilDue({ ...node, stop: stop.signal }, dueIn(1_000), async (bound) => {
      const stored = bound.store.put(new Uint8Array(1), options);
      stop.abort();
      await stored;
    });
    await assert.rejects(working, { name: "AbortError" });
  });

  it("fails with what a transfer fails with, as long as there is time", async (t) => {
    const refusing = storeWith(memoryStore(), { put: async () => fail("STORE_REFUSED", "No.") });
    const { node, close } = standIn(says, refusing);
    t.after(close);
    const bounded = { ...node, stop: new AbortController().signal };
    await assert.rejects(
      untilDue(
        bounded,
        dueIn(1_000),
        async (bound) => void (await bound.store.put(new Uint8Array(1), options)),
      ),
      { code: "STORE_REFUSED" },
    );
  });
});
