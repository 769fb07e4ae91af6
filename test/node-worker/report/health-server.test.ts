import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { serveHealth } from "../../../node-worker/report/health-server.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";

describe("the health server", () => {
  it("tells whether the process lives, whether it could work and why not, and its metrics", async () => {
    const metrics = createMetrics();
    metrics.transactions.inc({ kind: "claim", outcome: "success" });
    const state = { ready: false, because: "the RPC does not answer" };
    let complaint: string | undefined;
    const server = await serveHealth(
      0,
      metrics.registry,
      () => state,
      () => complaint,
    );
    const ask = async (path: string) => {
      const response = await fetch(server.url + path);
      return { status: response.status, body: await response.text() };
    };
    try {
      assert.deepEqual(await ask("/health"), { status: 200, body: "alive\n" });
      complaint = "it claims nothing";
      assert.deepEqual(await ask("/health"), { status: 200, body: "alive, but it claims nothing\n" });
      assert.deepEqual(await ask("/ready"), { status: 503, body: "the RPC does not answer\n" });
      state.ready = true;
      assert.equal((await ask("/ready")).status, 200);
      assert.match(
        (await ask("/metrics")).body,
        /phaestus_transactions_total\{kind="claim",outcome="success"\} 1/,
      );
      assert.equal((await ask("/")).status, 404);
      await assert.rejects(
        () => serveHealth(Number(new URL(server.url).port), metrics.registry, () => state),
        (error) => error instanceof GraphitiError && /port \d+ is taken/.test(error.message),
      );
    } finally {
      server.close();
    }
  });
});
