import assert from "node:assert/strict";
import { outcomeOf, plain } from "./expect.ts";
import type { Stage } from "./stage.ts";

/** One thing that is wrong with a call, and what the call answers when nothing before it is. */
export type Fault<Given> = {
  name: string;
  args?: (given: Given) => readonly unknown[];
  /** Spoils what is given, or the state of the chain. */
  make: (given: Given) => unknown;
};

/**
 * Asserts the order of a call's checks: with all faults at once it names the first, then, one put right after the
 * other, each next one; without any it is accepted.
 * @param call sends the transaction; its answer is the custom error, or else the name it returns
 */
export async function checkedInOrder<Given>(
  stage: Stage,
  given: () => Given,
  faults: readonly Fault<Given>[],
  call: (given: Given) => Promise<string | undefined>,
): Promise<void> {
  for (let first = 0; first <= faults.length; first++) {
    const id = await stage.tester.snapshot();
    const spoiled = given();
    for (const fault of faults.slice(first).reverse()) await fault.make(spoiled);
    const sent = call(spoiled);
    const { name, args } = await outcomeOf(sent);
    const answer = name === "accepted" ? { name: (await sent) ?? name, args } : { name, args };
    const fault = faults[first];
    const wants = fault ? { name: fault.name, args: plain(fault.args?.(spoiled) ?? []) } : accepted;
    assert.deepEqual(answer, wants, `check ${first + 1} of ${faults.length}`);
    await stage.tester.revert({ id });
  }
}

const accepted = { name: "accepted", args: [] };
