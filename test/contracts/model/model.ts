import type { Touch } from "./books.ts";
import { close, expire } from "./endings.ts";
import { finalise } from "./finalise.ts";
import { attest } from "./panel.ts";
import { post, postMany } from "./post.ts";
import { Revert } from "./revert.ts";
import { pausePosting, registerKey, requestUnstake, stake, stopKey, unstake, withdraw } from "./stakes.ts";
import { assemble, claim, submit } from "./work.ts";
import type { Context, Emitted, World } from "./world.ts";

/** All that can be asked of the protocol; each changes the world or refuses. */
export const rules = {
  post,
  postMany,
  claim,
  submit,
  assemble,
  attest,
  finalise,
  expire,
  close,
  stake,
  requestUnstake,
  unstake,
  withdraw,
  registerKey,
  stopKey,
  pausePosting,
};

export type Rule = keyof typeof rules;

export type Outcome =
  | { ok: true; emitted: Emitted[]; touched: Touch[] }
  | { ok: false; reason: string; args: readonly unknown[] };

/** What the documents say that this call does. The world is changed, or untouched if the call is refused. */
export function predict(
  world: World,
  circumstances: Omit<Context, "emitted">,
  rule: Rule,
  args: readonly unknown[],
): Outcome {
  const call: Context = { ...circumstances, emitted: [] };
  try {
    (rules[rule] as (world: World, call: Context, ...args: readonly unknown[]) => void)(world, call, ...args);
    return { ok: true, emitted: call.emitted, touched: world.journal.keep() };
  } catch (thrown) {
    world.journal.takeBack();
    if (!(thrown instanceof Revert)) throw thrown;
    return { ok: false, reason: thrown.reason, args: thrown.args };
  }
}
