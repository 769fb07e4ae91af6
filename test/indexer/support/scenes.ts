import { parseEther } from "viem";
import { dev } from "./chain-client.ts";
import { coldSeconds, graceSeconds, windowSeconds } from "./local-times.ts";
import type { Job, Party, Play, Submitted } from "./play.ts";

/** Hostile, and of a length that the contract lets through. */
export const hostileCid = `\0\\N\t"'\n\\.\0<script>&${"x".repeat(60)}`;

export const checker: Party = { operator: dev.checker, key: dev.checkerKey };
export const doubter: Party = { operator: dev.doubter, key: dev.doubterKey };

const checked = { attesters: 2, sampleTiles: 1 };
/** Two lots of tiles, two tiles and one, and the one that joins them. */
const threeTiles = { width: 1300, height: 500 };

/** For as long as the ramp lasts every price is 0, and where a tile is a lot of its own its share, so its bond, always. */
const ofOneWei = { minPrice: 0n, maxPrice: 1n, rampSeconds: 3_600 };
/** It never staked anything. */
const newcomer: Party = { operator: dev.treasury, key: dev.collector };

/** One lot, claimed and submitted. */
async function submitted(play: Play, job: Job, index = 0): Promise<Submitted & { index: number }> {
  return { ...(await play.submit(job, await play.claim(job, index), { index })), index };
}

/** From Open to Final without anybody who checks. */
async function finish(play: Play, job: Job, index: number): Promise<void> {
  const lot = await submitted(play, job, index);
  await play.pass(windowSeconds);
  await play.finalise(job, lot, index);
}

export type Scene = { title: string; run: (play: Play) => Promise<unknown> };

/** Jobs that end in every way there is, one after the other; job ids from 1. */
export const endings: readonly Scene[] = [
  {
    title: "an operator stakes, and a job is minted and its token sold",
    async run(play) {
      await play.becomeOperator();
      const { jobId } = await play.mint();
      await play.transfer(jobId, dev.collector.address);
    },
  },
  {
    title: "a claim runs out, and the next attempt goes on from the price that was reached",
    async run(play) {
      const job = await play.post();
      await play.pass(10);
      const claim = await play.claim(job);
      await play.pass(40);
      await play.expire(job, [{ index: 0, claim }]);
      await play.pass(7);
      const lot = await play.submit(job, await play.claim(job), { attempt: 1 });
      await play.pass(windowSeconds);
      await play.finalise(job, lot);
    },
  },
  {
    title: "an open job is closed and refunded",
    async run(play) {
      const job = await play.post();
      await play.close(job);
      await play.expire(job);
    },
  },
  {
    title: "a closed job's claim runs out: late fee and refund in one transaction",
    async run(play) {
      const job = await play.post();
      const claim = await play.claim(job);
      await play.close(job);
      await play.pass(31);
      await play.expire(job, [{ index: 0, claim }]);
    },
  },
  {
    title: "a closed job's lot is finished and paid, and nothing mints",
    async run(play) {
      const job = await play.post();
      const claim = await play.claim(job);
      await play.close(job);
      const lot = await play.submit(job, claim);
      await play.pass(windowSeconds);
      await play.finalise(job, lot);
    },
  },
  {
    title: "nobody finalises in time, and the lot is open again",
    async run(play) {
      const job = await play.post();
      await play.pass(5);
      const lot = await submitted(play, job);
      await play.pass(windowSeconds + graceSeconds);
      await play.expire(job, [lot]);
    },
  },
  {
    title: "artist and operator take their credit home",
    async run(play) {
      await play.call(dev.artist, "withdraw", [dev.collector.address]);
      await play.call(dev.operator, "withdraw", [dev.operator.address]);
    },
  },
  {
    title: "stake leaves in two requests, and a key is stopped and comes back",
    async run(play) {
      await play.call(dev.operator, "requestUnstake", [parseEther("1")]);
      await play.pass(1_000);
      await play.call(dev.operator, "unstake", [dev.operator.address]);
      await play.call(dev.operator, "requestUnstake", [parseEther("2")]);
      await play.call(dev.key, "stopKey", [dev.key.address]);
      await play.registerKey();
    },
  },
  {
    title: "a content id is full of what databases choke on",
    run: (play) => play.post({ inputCid: hostileCid }),
  },
  {
    title: "lots are in flight: claimed and submitted",
    async run(play) {
      await play.claim(await play.post());
      await submitted(play, await play.post());
    },
  },
  {
    title: "two attesters agree, and the lot is final at once",
    async run(play) {
      await play.becomeOperator(checker);
      await play.becomeOperator(doubter);
      // Stake counts only for what is submitted in a later second.
      await play.pass(1);
      const job = await play.post({ ...checked, finalityClass: 1 });
      const lot = await submitted(play, job);
      await play.pass(20);
      await play.attest(job, [lot], checker);
      await play.attest(job, [lot], checker);
      await play.attest(job, [lot], doubter);
      await play.finalise(job, lot);
    },
  },
  {
    title: "the first seal comes late, so that the cold window decides, and its lot waits",
    async run(play) {
      const job = await play.post(checked);
      const lot = await submitted(play, job);
      await play.pass(windowSeconds + 1);
      await play.attest(job, [lot], checker);
    },
  },
  {
    title: "the block of the draw is out of reach, and another one is named",
    async run(play) {
      const job = await play.post({ ...checked, finalityClass: 1 });
      const lot = await submitted(play, job);
      await play.client.mine({ blocks: 260, interval: 0 });
      await play.attest(job, [lot], checker);
    },
  },
  {
    title: "one agrees and one objects: the vote does not carry, the objector is paid and the rest is burned",
    async run(play) {
      const job = await play.post({ ...checked, finalityClass: 1 });
      const lot = await submitted(play, job);
      await play.pass(20);
      await play.attest(job, [{ ...lot, objects: true }], doubter);
      await play.attest(job, [lot], checker);
      await play.pass(coldSeconds + graceSeconds);
      await play.expire(job, [lot]);
    },
  },
  {
    title: "a job of several lots is worked on side by side, checked in batches, joined and minted",
    async run(play) {
      const job = await play.post({ ...threeTiles, ...checked, finalityClass: 1 });
      const both = [await submitted(play, job, 0), await submitted(play, job, 1)];
      await play.pass(20);
      await play.attest(job, both, checker);
      await play.attest(job, both, doubter);
      for (const lot of both) await play.finalise(job, lot, lot.index);
      const joined = await submitted(play, job, 2);
      await play.pass(coldSeconds);
      await play.finalise(job, joined, 2);
    },
  },
  {
    title: "nobody joins the tiles, so the artist does",
    async run(play) {
      const job = await play.post(threeTiles);
      await finish(play, job, 0);
      await finish(play, job, 1);
      await play.pass(windowSeconds);
      const joined = await play.assemble(job);
      await play.pass(windowSeconds);
      await play.finalise(job, joined, 2);
    },
  },
  {
    title: "a job of several lots is closed half done, and its lots end in one batch",
    async run(play) {
      const job = await play.post(threeTiles);
      await finish(play, job, 0);
      const claim = await play.claim(job, 1);
      await play.pass(31);
      await play.close(job);
      await play.expire(job, [{ index: 1, claim }, { index: 2 }]);
    },
  },
  {
    title: "the artist's own joining is never made final, and costs nobody anything",
    async run(play) {
      const job = await play.post(threeTiles);
      await finish(play, job, 0);
      await finish(play, job, 1);
      await play.pass(windowSeconds);
      const joined = await play.assemble(job);
      await play.pass(windowSeconds + graceSeconds);
      await play.expire(job, [{ ...joined, index: 2 }]);
    },
  },
  {
    title: "several jobs are posted together, posting is paused, and one lot of each kind is left in flight",
    async run(play) {
      const [first, second] = await play.postMany([{ ...threeTiles, ...checked, finalityClass: 1 }, {}]);
      if (!first || !second) throw new Error("two were posted");
      await play.claim(second, 0, checker);
      const lot = await submitted(play, first, 1);
      await play.pass(20);
      await play.attest(first, [lot, { ...lot, index: 1 }], doubter);
      await play.call(dev.deployer, "pausePosting", [true]);
      await play.call(dev.deployer, "pausePosting", [false]);
    },
  },
];

/** The same where nothing is bound and nobody is paid; job ids from 20, if they follow. */
export const endingsAtZero: readonly Scene[] = [
  {
    title: "a claim that binds 0 wei runs out, and somebody without any stake claims next",
    async run(play) {
      const job = await play.post({ ...ofOneWei, tilesPerLot: 1 });
      const claim = await play.claim(job);
      await play.pass(31);
      await play.expire(job, [{ index: 0, claim }]);
      await play.registerKey(newcomer);
      await play.claim(job, 0, newcomer);
    },
  },
  {
    title: "two attesters bind 0 wei, and agree on a lot that pays 0 wei",
    async run(play) {
      const job = await play.post({ ...ofOneWei, ...checked, finalityClass: 1 });
      const lot = await submitted(play, job);
      await play.pass(20);
      await play.attest(job, [lot], checker);
      await play.attest(job, [lot], doubter);
      await play.finalise(job, lot);
    },
  },
  {
    title: "a vote does not carry where the late fee is 0 wei",
    async run(play) {
      const job = await play.post({ ...ofOneWei, ...checked, finalityClass: 1, tilesPerLot: 1 });
      const lot = await submitted(play, job);
      await play.pass(20);
      await play.attest(job, [{ ...lot, objects: true }], doubter);
      await play.attest(job, [lot], checker);
      await play.pass(coldSeconds + graceSeconds);
      await play.expire(job, [lot]);
    },
  },
  {
    title: "all lots of a job are computed and joined for 0 wei",
    run: (play) => play.mintLots({ ...ofOneWei, tilesPerLot: 1 }),
  },
  {
    title: "0 wei of a closed job are refunded",
    async run(play) {
      const job = await play.post({ ...ofOneWei, tilesPerLot: 1 });
      const claim = await play.claim(job);
      await play.close(job);
      await play.pass(31);
      await play.expire(job, [{ index: 0, claim }, { index: 1 }, { index: 2 }]);
    },
  },
];

export const parties = Object.values(dev).map(({ address }) => address);
