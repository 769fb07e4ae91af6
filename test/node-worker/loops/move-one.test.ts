import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { moveOne } from "../../../node-worker/loops/move-one.ts";
import type { Round } from "../../../node-worker/loops/repeat.ts";

const { signal } = new AbortController();

/** Moves lots by what each is said to come to; an error is thrown. */
async function move(...outcomes: (Round | Error)[]) {
  const looked: number[] = [];
  const round = moveOne([...outcomes.keys()], signal, async (at) => {
    looked.push(at);
    const outcome = outcomes[at] as Round | Error;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  return { looked, round: await round.catch((error: Error) => error.message) };
}

describe("the first of several lots that can be moved", () => {
  it("is moved, and no other", async () => {
    assert.deepEqual(await move("again", "again"), { looked: [0], round: "again" });
  });

  it("is moved though those before it wait or fail", async () => {
    assert.deepEqual(await move("idle", new Error("full"), "again"), { looked: [0, 1, 2], round: "again" });
  });

  it("is missing where all wait; where none moves, the first failure is told", async () => {
    assert.deepEqual(await move(), { looked: [], round: "idle" });
    assert.deepEqual(await move("idle", "idle"), { looked: [0, 1], round: "idle" });
    assert.deepEqual(await move("idle", new Error("full"), new Error("lost")), {
      looked: [0, 1, 2],
      round: "full",
    });
  });

  it("is not looked for once the node stops", async () => {
    await assert.rejects(
      moveOne([1], AbortSignal.abort(new Error("stopped")), async () => "again"),
      /stopped/,
    );
  });
});
