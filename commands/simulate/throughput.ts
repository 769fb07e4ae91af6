import type { SimulatedChain } from "./chain.ts";
import { play } from "./play.ts";
import { honest } from "./run-seed.ts";
import { setStage } from "./stage.ts";

export type Throughput = { nodes: number; tilesFinalSeconds: number; mintedSeconds: number; speedup: number };

const [lots, tilesPerLot, secondsPerTile, attesters] = [16, 4, 15, 2];
const attestingOperators = 4;
const noFaults = { refused: 0, unanswered: 0, laggingNonce: 0, missingReceipt: 0 };

async function timeOf(chain: SimulatedChain, nodes: number): Promise<Omit<Throughput, "speedup">> {
  const roles = [
    ...Array.from({ length: nodes }, () => "working"),
    ...Array.from({ length: attestingOperators }, () => "attesting"),
  ];
  const stage = await setStage(chain, roles, ["honest"]);
  const postAt = stage.startSeconds;
  const played = await play(stage, {
    seed: 1,
    manners: {
      working: { ...honest, secondsPerTile, attests: false, mostLots: 16 },
      attesting: { ...honest, works: false },
    },
    wishes: [{ tiles: lots * tilesPerLot, tilesPerLot, attesters, postAt, patienceSeconds: 10_000 }],
    closeChance: () => 0,
    faults: noFaults,
    stepSeconds: [1, 1],
  });
  const [job] = played.scene.book.jobs.values();
  if (job?.state !== "minted") throw new Error(`the job of ${nodes} nodes did not become a token`);
  const postedAt = job.terms.postedAt;
  return {
    nodes,
    tilesFinalSeconds: Math.max(...job.lots.slice(0, -1).map(({ finalAt }) => finalAt)) - postedAt,
    mintedSeconds: (job.lots.at(-1)?.finalAt ?? 0) - postedAt,
  };
}

/** How long a job of 16 lots takes with so many nodes, in seconds of the chain's time; a block a second. */
export async function measureThroughput(startChain: () => Promise<SimulatedChain>): Promise<Throughput[]> {
  const times: Throughput[] = [];
  for (const nodes of [1, 2, 4, 8]) {
    const chain = await startChain();
    try {
      const time = await timeOf(chain, nodes);
      times.push({ ...time, speedup: (times[0]?.mintedSeconds ?? time.mintedSeconds) / time.mintedSeconds });
    } finally {
      await chain.stop();
    }
  }
  return times;
}
