import type { Discovery } from "../duties/discover.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { sweepFiles } from "../duties/sweep.ts";
import { attestLoop } from "./attest.ts";
import { finaliseLoop } from "./finalise.ts";
import { followLoop } from "./follow.ts";
import { handInLoop } from "./hand-in.ts";
import { loopNamed } from "./repeat.ts";
import { scanLoop } from "./scan.ts";
import { sealLoop } from "./seal.ts";
import { workLoop } from "./work.ts";

/** What a node does for others: it claims and computes their lots, and checks what others submit. */
export type Trades = { compute: boolean; attest: boolean };

export type Running = {
  discovery: Discovery;
  trades: Trades;
  /** True once no new lot is to be claimed. */
  draining: () => boolean;
  /** Told whenever the chain was read to its newest block: the RPC answers. */
  onRound: () => void;
};

/**
 * Runs a node's loops side by side. A lot of its own goes from one to the next: it is claimed and computed, handed in,
 * made final; so does another's: it is checked, sealed, followed. Each loop ends when draining and those before it have
 * ended; a signal ends all at once. What was begun in a trade that it has no more is brought to its end.
 */
export async function runLoops(node: NodeContext, running: Running): Promise<void> {
  const { discovery, trades, draining, onRound } = running;
  const scan = loopNamed("scan");
  const work = loopNamed("work");
  const handIn = loopNamed("hand in");
  const finalise = loopNamed("finalise");
  const attest = loopNamed("attest");
  const seal = loopNamed("seal");
  const follow = loopNamed("follow");
  const loops = [work, handIn, finalise, attest, seal, follow];
  await sweepFiles(node);

  const ended = new Set<string>();
  const has = (...names: string[]) => names.every((name) => ended.has(name));
  const end = ({ name }: { name: string }, loop: Promise<void>) => loop.finally(() => ended.add(name));
  await Promise.all([
    scanLoop(node, scan, {
      discovery,
      isLast: () => has(...loops.map(({ name }) => name)),
      onRound: (hasNewBlock) => {
        onRound();
        if (hasNewBlock) for (const { bell } of loops) bell.ring();
      },
    }),
    end(
      work,
      workLoop(node, work, {
        claims: trades.compute,
        draining,
        onComputed: () => handIn.bell.ring(),
      }),
    ),
    end(
      handIn,
      handInLoop(node, handIn, () => has("work")),
    ),
    end(
      finalise,
      finaliseLoop(node, finalise, () => has("work", "hand in")),
    ),
    end(
      attest,
      attestLoop(node, attest, {
        checks: trades.attest,
        draining,
        onConsidered: () => seal.bell.ring(),
      }),
    ),
    end(
      seal,
      sealLoop(node, seal, () => has("attest")),
    ),
    end(
      follow,
      followLoop(node, follow, () => has("attest", "seal")),
    ),
  ]);
}
