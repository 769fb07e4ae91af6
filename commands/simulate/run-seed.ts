import { lotIndexOf, shapeOf, tileLotCount } from "@graphiti/protocol/terms.ts";
import { zeroAddress } from "viem";
import { randomFrom } from "../seeded-random.ts";
import type { Wish } from "./artist-agent.ts";
import type { SimulatedChain } from "./chain.ts";
import type { Manner } from "./node-agent.ts";
import { goHome, type Play, play } from "./play.ts";
import { type Stage, setStage, stakeWei } from "./stage.ts";
import { accountNamed } from "./wallet.ts";

/** Works, checks, and tells the truth. */
export const honest: Manner = {
  secondsPerTile: 2,
  checkSeconds: [5, 20],
  mostLots: 2,
  works: true,
  attests: true,
  lies: false,
  letsGo: false,
  snipes: false,
  crashChance: 0,
  crashSeconds: 0,
};
const manners: Record<string, Manner> = {
  honest,
  slow: { ...honest, secondsPerTile: 60, attests: false },
  crashing: { ...honest, crashChance: 0.01, crashSeconds: 400 },
  dawdling: { ...honest, works: false, checkSeconds: [60, 170] },
  "lying worker": { ...honest, lies: true, attests: false },
  "lying attester": { ...honest, lies: true, works: false },
  greedy: { ...honest, letsGo: true, attests: false, mostLots: 4 },
  sniping: { ...honest, works: false, snipes: true },
};
const cast = [...Array.from({ length: 7 }, () => "honest"), ...Object.keys(manners).slice(1)];

/** An honest majority of operators and everybody that it has to stand; two honest artists and one who is not. */
export const setUsualStage = (chain: SimulatedChain): Promise<Stage> =>
  setStage(chain, cast, ["honest", "honest", "closing"]);

/** Some jobs of one lot and some of many, with and without attesters. */
function wishesOf(seed: number, startSeconds: number): Wish[] {
  const random = randomFrom(seed ^ 0x5eed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  return Array.from({ length: 4 + upTo(2) }, () => {
    const tilesPerLot = 1 + upTo(7);
    const lots = random() < 0.4 ? 1 : 2 + upTo(3);
    const tiles = (lots - 1) * tilesPerLot + 1 + upTo(tilesPerLot - 1);
    const attesters = [0, 2, 2, 3][upTo(3)] ?? 2;
    return { tiles, tilesPerLot, attesters, postAt: startSeconds + upTo(600) };
  });
}

export type Earned = {
  name: string;
  role: string;
  gainedWei: bigint;
  transactions: number;
  reverted: number;
};
export type SeedReport = {
  seed: number;
  seconds: number;
  blocks: number;
  jobs: number;
  minted: number;
  closed: number;
  finalLots: number;
  refundedLots: number;
  lateOrLost: number;
  wrongUnattested: number;
  burnedWei: bigint;
  earned: Earned[];
};

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`invariant broken: ${what}`);
}

/** No lie passed that honest operators were asked about, and no honest artist is left with tiles and no token. */
function judgeJobs({ scene, artists }: Play): number {
  let wrongUnattested = 0;
  const honestArtists = artists
    .filter(({ name }) => name.startsWith("honest"))
    .map(({ account }) => account.address);
  for (const job of scene.book.jobs.values()) {
    const isMinted = job.state === "minted";
    must(
      isMinted === job.lots.every(({ state }) => state === "final") || job.state === "closed",
      "what is final is minted",
    );
    const areTilesFinal = job.finalLots >= tileLotCount(shapeOf(job.terms));
    if (areTilesFinal && honestArtists.includes(job.terms.artist))
      must(isMinted, `job ${job.jobId} is minted`);
    for (const lot of job.lots.filter(({ state }) => state === "final")) {
      if (lot.submission?.outputRoot === scene.result(job, lot).outputRoot) continue;
      must(
        job.terms.order.attesters === 0,
        `the lie in lot ${lotIndexOf(lot.lotId)} of job ${job.jobId} did not pass`,
      );
      wrongUnattested++;
    }
  }
  return wrongUnattested;
}

function judgePeople({ scene, nodes, artists }: Play): Earned[] {
  const { paidOut } = scene.book.ledger;
  const earned = nodes.map(({ operator, keyWallet, trespasses }): Earned => {
    must(trespasses.length === 0, `${operator.name} could not ${trespasses[0]}`);
    const gainedWei = (paidOut.get(operator.wallet.address) ?? 0n) - stakeWei;
    must(operator.role !== "honest" || gainedWei >= 0n, `${operator.name} lost no money, but ${gainedWei}`);
    const { sent, reverted } = keyWallet.counts;
    return { name: operator.name, role: operator.role, gainedWei, transactions: sent, reverted };
  });
  for (const { name, account, wallet } of artists) {
    const spent = [...scene.book.jobs.values()]
      .filter(({ terms }) => terms.artist === account.address)
      .reduce((sum, { terms }) => sum + terms.order.maxPrice, 0n);
    const gainedWei = (paidOut.get(account.address) ?? 0n) - spent;
    const finals = [...scene.book.lots()].filter(
      ({ job, lot }) => job.terms.artist === account.address && lot.state === "final",
    );
    const owed = finals.reduce((sum, { lot }) => sum + (lot.claim?.price ?? 0n), 0n);
    must(gainedWei >= -owed, `${name} paid only for what is final`);
    const { sent, reverted } = wallet.counts;
    earned.push({ name, role: "artist", gainedWei, transactions: sent, reverted });
  }
  return earned;
}

/** Plays one seed from the stage's beginning to everybody's last withdrawal. @throws at the first broken invariant */
export async function runSeed(stage: Stage, seed: number): Promise<SeedReport> {
  const began = stage.startSeconds;
  const played = await play(stage, {
    seed,
    manners,
    wishes: wishesOf(seed, began),
    closeChance: (role) => (role === "closing" ? 0.005 : 0),
    stepSeconds: [2, 20],
  });
  const { scene } = played;
  const seconds = scene.now - began;
  const wrongUnattested = judgeJobs(played);
  await goHome(played, accountNamed("treasury"));
  const [jobs, lots] = [[...scene.book.jobs.values()], [...scene.book.lots()]];
  return {
    seed,
    seconds,
    blocks: Number(scene.block.number),
    jobs: jobs.length,
    minted: jobs.filter(({ state }) => state === "minted").length,
    closed: jobs.filter(({ state }) => state === "closed").length,
    finalLots: lots.filter(({ lot }) => lot.state === "final").length,
    refundedLots: lots.filter(({ lot }) => lot.state === "refunded").length,
    lateOrLost: lots.reduce((sum, { lot }) => sum + lot.attempt, 0),
    wrongUnattested,
    burnedWei: scene.book.ledger.of(zeroAddress).credit,
    earned: judgePeople(played),
  };
}
