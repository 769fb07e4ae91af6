import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Bell } from "../../../node-worker/loops/bell.ts";

const { signal: never } = new AbortController();
const anHourMs = 3_600_000;

describe("a bell", { timeout: 10_000 }, () => {
  it("wakes who waits", async () => {
    const bell = new Bell();
    const waiting = bell.wait(anHourMs, never);
    bell.ring();
    await waiting;
  });

  it("wakes who was busy from the next wait, and only from that", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const bell = new Bell();
    bell.ring();
    bell.ring();
    await bell.wait(anHourMs, never);
    let isAwake = false;
    const second = bell.wait(anHourMs, never).then(() => {
      isAwake = true;
    });
    await new Promise(setImmediate);
    assert.equal(isAwake, false);
    context.mock.timers.tick(anHourMs);
    await second;
  });

  it("lets nobody wait longer than asked", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const waiting = new Bell().wait(500, never);
    context.mock.timers.tick(500);
    await waiting;
  });

  it("lets nobody wait who is stopped", async () => {
    const stop = new AbortController();
    const waiting = new Bell().wait(anHourMs, stop.signal);
    stop.abort(new Error("stopped"));
    await assert.rejects(waiting, /stopped/);
    await assert.rejects(new Bell().wait(anHourMs, stop.signal), /stopped/);
  });
});
