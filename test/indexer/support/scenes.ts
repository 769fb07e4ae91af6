import { parseEther } from "viem";
import { dev } from "./chain-client.ts";
import type { Play } from "./play.ts";

/** Hostile, and of a length that the contract lets through. */
export const hostileCid = `\0\\N\t"'\n\\.\0<script>&${"x".repeat(60)}`;

/** Jobs that end in every way there is, one after the other; job ids from 1. */
export const endings: readonly { title: string; run: (play: Play) => Promise<unknown> }[] = [
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
      const late = await play.claim(job);
      await play.pass(40);
      await play.expire(job, late);
      await play.pass(7);
      const claim = await play.claim(job);
      const submission = await play.submit(job, claim, 1);
      await play.pass(4);
      await play.finalise(job, claim, submission);
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
      await play.expire(job, claim);
    },
  },
  {
    title: "a closed job's lot is finished and paid, and nothing mints",
    async run(play) {
      const job = await play.post();
      const claim = await play.claim(job);
      await play.close(job);
      const submission = await play.submit(job, claim, 0);
      await play.pass(4);
      await play.finalise(job, claim, submission);
    },
  },
  {
    title: "nobody finalises in time, and the lot is open again",
    async run(play) {
      const job = await play.post();
      await play.pass(5);
      const claim = await play.claim(job);
      const submission = await play.submit(job, claim, 0);
      await play.pass(604);
      await play.expire(job, claim, submission);
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
      const job = await play.post();
      await play.submit(job, await play.claim(job), 0);
    },
  },
];

export const parties = Object.values(dev).map(({ address }) => address);
