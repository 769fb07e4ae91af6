import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { attesterPay, attestersPot, settle } from "@graphiti/protocol/offer.ts";
import { type Claim, lotIdOf } from "@graphiti/protocol/terms.ts";
import { type Address, BaseError, ContractFunctionRevertedError, zeroAddress } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import * as jobEvents from "../../node-worker/support/job-events.ts";
import { assertIsDoubled } from "../../node-worker/support/minted.ts";
import { newOperator } from "../../node-worker/support/shared-world.ts";
import { type Kind, startNode } from "../../node-worker/support/start-node.ts";
import { smallService, startWorld, type World } from "../../node-worker/support/world.ts";
import { assertConserved, type Books, readBooks } from "./books.ts";
import { holdClocks } from "./clocks.ts";

/** So long that only a clock that jumps comes to their ends. */
export const windowSeconds = 120;
export const graceSeconds = 30;
const classes = [{ fastSeconds: 1, windowSeconds, graceSeconds, tailSeconds: 0 }];
const claimSeconds = 60;
/** Three tiles of the small service. */
const [width, height] = [37, 9];
/** Blocks come every second: who asks more often keeps this machine from its work. */
const pollMs = 60;

type EventName = jobEvents.EventName;
type Plot<Name extends string> = { operators: readonly Name[]; attesters: number };
export type Scene = Awaited<ReturnType<typeof openScene>>;

/** A chain of its own with one job of one lot, that pays the same at any time, and operators by name. */
export async function openScene<Name extends string>(test: TestContext, plot: Plot<Name>) {
  const world = await startWorld({ classes });
  const clocks = holdClocks(world.anvil);
  const homes = mkdtempSync(join(tmpdir(), "scene-"));
  const running: (() => Promise<void>)[] = [];
  test.after(async () => {
    for (const stop of running) await stop();
    clocks.release();
    await world.stop();
    rmSync(homes, { recursive: true, force: true });
  });
  const { anvil, escrow, artist } = world;
  const crew = await hire(world, plot.operators);
  const people: Record<string, Address> = {
    artist: artist.address,
    treasury: await anvil.reader.readContract({ ...escrow, functionName: "treasury" }),
    nobody: zeroAddress,
  };
  for (const name of plot.operators) people[name] = crew[name].address;
  const before = await readBooks(world, people);
  const { attesters } = plot;
  const order = { attesters, sampleTiles: 2, rampSeconds: 1, claimSeconds, finalityClass: 0 };
  const jobId = await world.post(width, height, false, { serviceId: smallService }, order);
  await anvil.client.setIntervalMining({ interval: 1 });

  const eventsOf = <Wanted extends EventName>(name: Wanted) => jobEvents.eventsOf(world, jobId, name);
  /** What the first event of a name says, or the one of an attempt. */
  async function said<Wanted extends EventName>(name: Wanted, attempt?: number) {
    const events = await eventsOf(name);
    const event = events.find(({ args }) => attempt === undefined || Object(args).attempt === attempt);
    assert.ok(event, `no ${name}`);
    return event;
  }
  return {
    world,
    clocks,
    crew,
    jobId,
    lotId: lotIdOf(jobId, 0),
    /** What everybody had before the job was posted. */
    before,
    books: () => readBooks(world, people),
    start(kind: Kind) {
      const node = startNode({ world, homes, startBlock: 0, pollMs }, kind);
      running.push(node.stop);
      return node;
    },
    eventsOf,
    said,
    happens: (name: EventName, times?: number) => jobEvents.happens(world, jobId, name, times),
    /** The names of all events, in order. */
    story: async () => (await world.events(jobId)).map(({ eventName }) => eventName),
    /** The claim of an attempt, and when it is due. */
    async claimed(attempt = 0) {
      const { terms } = (await said("Posted")).args;
      const { operator, price, openSeconds, due } = (await said("Claimed", attempt)).args;
      const claim: Claim = { operator, price, openSeconds };
      return { terms, maxPrice: terms.order.maxPrice, claim, due: Number(due) };
    },
    /** The submission of an attempt, and when it was made. */
    async submitted(attempt = 0) {
      const { args, blockNumber } = await said("Submitted", attempt);
      const { timestamp } = await anvil.reader.getBlock({ blockNumber });
      return { submission: args.submission, at: Number(timestamp) };
    },
    /** What one seal of this age is worth. */
    payOf: (price: bigint, age: bigint) =>
      attesterPay(attestersPot(price, attesters), { attesters, windowSeconds }, Number(age)),
    /** How the lot's price is split among its worker, the seals of these ages, and the others. */
    split(price: bigint, ages: readonly bigint[]) {
      const panel = { attesters, windowSeconds, ages: ages.map(Number) };
      return settle(price, price, world.deployment.rules.protocolFeeBps, panel);
    },
    /** One token, the artist's, of the right picture; nobody has anything at stake any more, and no wei is lost. */
    async assertMintedOnce(): Promise<Books> {
      const transfers = await anvil.reader.getContractEvents({
        address: world.deployment.addresses.art,
        abi: graphitiArtAbi,
        eventName: "Transfer",
        fromBlock: 0n,
        strict: true,
      });
      const minted = { from: zeroAddress, to: artist.address, tokenId: jobId };
      assert.deepEqual(
        transfers.map(({ args }) => args),
        [minted],
      );
      await assertIsDoubled(world, jobId, join(world.home, `input-${width}x${height}.png`));
      const books = await readBooks(world, people);
      for (const [name, { locked }] of Object.entries(books)) assert.equal(locked, 0n, name);
      await assertConserved(world, books);
      return books;
    },
  };
}

async function hire<Name extends string>(world: World, names: readonly Name[]) {
  const crew = {} as Record<Name, PrivateKeyAccount>;
  for (const name of names) crew[name] = await newOperator(world);
  return crew;
}

type Call = { by: PrivateKeyAccount; name: "submit" | "attest" | "finalise" | "expire"; args: unknown[] };

/** Why the escrow would refuse a call now, in its own words; undefined where it would take it. */
export async function refusal(
  { anvil, escrow }: World,
  { by, name, args }: Call,
): Promise<string | undefined> {
  const request = { ...escrow, functionName: name, args, account: by.address };
  try {
    await anvil.reader.simulateContract(request as never);
    return undefined;
  } catch (error) {
    const isRevert = (inner: unknown) => inner instanceof ContractFunctionRevertedError;
    const reverted = error instanceof BaseError ? error.walk(isRevert) : undefined;
    if (!(reverted instanceof ContractFunctionRevertedError) || !reverted.data) throw error;
    return `${reverted.data.errorName}(${(reverted.data.args ?? []).map(String).join(", ")})`;
  }
}

/** Sends a call, whatever the escrow says to it, with a tip that puts it before all others. */
export const sendAnyway = ({ anvil, escrow }: World, { by, name, args }: Call) =>
  anvil.client.writeContract({
    ...{ ...escrow, functionName: name, args, account: by },
    ...{ gas: 1_000_000n, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 10n },
  } as never);

/** Holds back all blocks but those that `play` mines itself. */
export async function withBlocksByHand({ anvil }: World, play: () => Promise<void>): Promise<void> {
  await anvil.client.setIntervalMining({ interval: 0 });
  try {
    await play();
  } finally {
    await anvil.client.setIntervalMining({ interval: 1 });
  }
}
