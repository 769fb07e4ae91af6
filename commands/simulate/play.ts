import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { unstakeSeconds } from "@graphiti/protocol/escrow-rules.ts";
import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  type LocalAccount,
  zeroAddress,
} from "viem";
import { type Random, randomFrom } from "../seeded-random.ts";
import { ArtistAgent, type Wish } from "./artist-agent.ts";
import { Book } from "./book.ts";
import { Ledger } from "./ledger.ts";
import { type Manner, NodeAgent } from "./node-agent.ts";
import { type FaultRates, faultyRpc, usualFaults } from "./rpc.ts";
import { Scene } from "./scene.ts";
import { rules, type Stage, stakeWei } from "./stage.ts";
import { Wallet } from "./wallet.ts";

export type Play = {
  stage: Stage;
  scene: Scene;
  nodes: NodeAgent[];
  artists: ArtistAgent[];
  random: Random;
};

export type Script = {
  seed: number;
  manners: Record<string, Manner>;
  wishes: Wish[];
  closeChance: (role: string) => number;
  faults?: FaultRates;
  /** Seconds from block to block. */
  stepSeconds: readonly [least: number, most: number];
};

export function preparePlay(stage: Stage, script: Script): Play {
  const random = randomFrom(script.seed);
  const ledger = new Ledger(
    stage.operators.map(({ wallet }) => wallet.address),
    stakeWei,
  );
  const scene = new Scene(new Book(ledger, stage.treasury), stage.escrow);
  const rpcFor = () => faultyRpc(stage.chain.rpc, random, script.faults ?? usualFaults);
  const nodes = stage.operators.map((operator) => {
    const manner = script.manners[operator.role];
    if (!manner) throw new Error(`nobody said how a ${operator.role} behaves`);
    return new NodeAgent(operator, manner, scene, rpcFor(), random);
  });
  const worker = nodes.find(({ manner }) => manner.lies && manner.works);
  for (const node of nodes) if (node.manner.lies) node.accomplice = worker?.operator.name ?? "";
  const artists = stage.artists.map(
    (artist, at) =>
      new ArtistAgent(
        artist,
        script.wishes.filter((_, wish) => wish % stage.artists.length === at),
        script.closeChance(artist.role),
        { scene, rpc: rpcFor(), random },
      ),
  );
  return { stage, scene, nodes, artists, random };
}

/** The next block, and what it says; some blocks come in the very second in which a right begins or ends. */
async function step({ stage, scene, random }: Play, [least, most]: Script["stepSeconds"]): Promise<void> {
  let next = scene.now + least + Math.floor(random() * (most - least + 1));
  if (random() < 0.3) {
    const ends = [...scene.book.lots()]
      .map(({ job, lot }) => scene.expiresAt(job, lot))
      .filter((end) => end > scene.now + 1 && end <= scene.now + most);
    const end = ends[Math.floor(random() * ends.length)];
    if (end !== undefined) next = end - (random() < 0.5 ? 1 : 0);
  }
  await nextBlock({ stage, scene }, next);
}

async function nextBlock({ stage, scene }: Pick<Play, "stage" | "scene">, timestamp: number): Promise<void> {
  const { block, logs } = await stage.chain.mine(timestamp, stage.escrow);
  scene.see(block);
  scene.book.take(logs, block.timestamp);
}

const isOver = ({ scene, artists }: Play) =>
  artists.every(({ isThrough }) => isThrough) &&
  [...scene.book.lots()].every(({ lot }) => lot.state === "final" || lot.state === "refunded");

const mostSteps = 6_000;

/** Lets everybody act, block by block, until every lot has ended. @throws where one never does */
export async function play(stageOf: Stage, script: Script): Promise<Play> {
  await stageOf.chain.restore();
  const prepared = preparePlay(stageOf, script);
  await nextBlock(prepared, stageOf.startSeconds + 10);
  for (let turn = 0; turn < mostSteps; turn++) {
    const everybody = [...prepared.nodes, ...prepared.artists];
    const first = Math.floor(prepared.random() * everybody.length);
    for (let at = 0; at < everybody.length; at++) await everybody[(first + at) % everybody.length]?.act();
    await step(prepared, script.stepSeconds);
    if (turn % 40 === 0) await assertLedger(prepared);
    if (isOver(prepared)) return prepared;
  }
  const stuck = [...prepared.scene.book.lots()].filter(
    ({ lot }) => !["final", "refunded"].includes(lot.state),
  );
  throw new Error(`invariant broken: ${stuck.length} lots are stuck after ${mostSteps} blocks`);
}

/** Holds the book's ledger against the chain's, to the wei. */
export async function assertLedger({ stage, scene }: Pick<Play, "stage" | "scene">): Promise<void> {
  const { ledger } = scene.book;
  const balance = BigInt((await stage.chain.rpc("eth_getBalance", [stage.escrow, "latest"])) as Hex);
  if (balance !== ledger.whole)
    throw new Error(`invariant broken: the escrow holds ${balance}, not ${ledger.whole}`);
  for (const [account, expected] of ledger.entries) {
    const data = encodeFunctionData({ abi: jobEscrowAbi, functionName: "accounts", args: [account] });
    const answer = (await stage.chain.rpc("eth_call", [{ to: stage.escrow, data }, "latest"])) as Hex;
    const found = decodeFunctionResult({ abi: jobEscrowAbi, functionName: "accounts", data: answer });
    for (const part of ["stake", "locked", "credit"] as const)
      if (found[part] !== expected[part])
        throw new Error(`invariant broken: ${part} of ${account} is ${found[part]}, not ${expected[part]}`);
  }
}

/** Everybody takes everything out. @throws where something stays that is not burned */
export async function goHome(playing: Play, treasury: LocalAccount): Promise<void> {
  const { stage, scene } = playing;
  const { ledger } = scene.book;
  const people = [
    ...stage.operators.map(({ wallet }) => wallet),
    ...stage.artists.map(({ account }) => account),
  ];
  const wallets = new Map(people.map((account) => [account.address, new Wallet(account, stage.chain.rpc)]));
  wallets.set(treasury.address, new Wallet(treasury, stage.chain.rpc));
  const all = async (callOf: (account: Address) => Hex | undefined, at: number) => {
    for (const [account, wallet] of wallets) {
      const data = callOf(account);
      if (data) await wallet.send(stage.escrow, data, "going home");
    }
    await nextBlock(playing, at);
    for (const wallet of wallets.values()) {
      await wallet.settle();
      if (wallet.isBusy || wallet.counts.reverted > 0)
        throw new Error("invariant broken: somebody cannot withdraw");
    }
  };
  const moves = new Map<Address, bigint>();
  for (const account of wallets.keys()) {
    const { stake, locked } = ledger.of(account);
    if (locked !== 0n) throw new Error(`invariant broken: ${account} has ${locked} locked at the end`);
    moves.set(account, stake);
  }
  await all((account) => {
    const stake = moves.get(account) ?? 0n;
    return stake > 0n ? scene.call("requestUnstake", [stake]) : undefined;
  }, scene.now + 10);
  await all(
    (account) => (ledger.of(account).unbonding > 0n ? scene.call("unstake", [account]) : undefined),
    scene.now + unstakeSeconds(rules) + 1,
  );
  await all(
    (account) => (ledger.of(account).credit > 0n ? scene.call("withdraw", [account]) : undefined),
    scene.now + 10,
  );
  await assertLedger(playing);
  const left = ledger.whole - ledger.of(zeroAddress).credit;
  if (left !== 0n) throw new Error(`invariant broken: ${left} wei stay behind`);
}
