import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import { lookOf, type Series, salePriceAt } from "@graphiti/protocol/drop.ts";
import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import {
  type Abi,
  getContract,
  type Hash,
  type Hex,
  isAddressEqual,
  parseEther,
  parseEventLogs,
  zeroHash,
} from "viem";
import { plain } from "./expect.ts";
import { claimJob, digest, finaliseJob, inputCid, type Job, submitJob } from "./jobs.ts";
import { type Stage, upscaler } from "./stage.ts";

export const generator = { ...upscaler, kind: 2, scale: 1, halo: 0, modelDigest: digest("generator") };
export const maxSaleSeconds = 30 * 86_400;
export const maxLeadSeconds = 90 * 86_400;
export const postSeconds = 7 * 86_400;
export const computing = {
  minPrice: parseEther("0.1"),
  maxPrice: parseEther("0.2"),
  rampSeconds: 600,
  claimSeconds: 200,
  finalityClass: 0,
  attesters: 0,
  sampleTiles: 0,
  deadlineSeconds: 86_400,
};

/** Brings the factory and a generating service to a stage. */
export async function setDrops(stage: Stage) {
  const tick = async () => stage.nextAt((await stage.now()) + 1);
  await tick();
  const { address } = await stage.viem.deployContract("DropFactory", [stage.escrow.address]);
  const client = { public: stage.reader, wallet: stage.artist };
  const factory = getContract({ address, abi: dropFactoryAbi, client });
  await tick();
  await stage.registry.write.register([generator, inputCid]);
  return { ...stage, factory, generatorId: await stage.registry.read.serviceCount() };
}

export type DropStage = Awaited<ReturnType<typeof setDrops>>;
export type Buyer = Stage["operator"];

/** Three works of one tile, of which one account may have two, from 2 to 1 ether in 1,000 seconds. */
export function seriesOf(stage: DropStage, startsAt: number, wishes: Partial<Series> = {}): Series {
  return {
    serviceId: stage.generatorId,
    width: 512,
    height: 400,
    look: lookOf({ palette: 3, complexity: 4, symmetry: 1, variation: 7 }),
    cardDigest: digest("card"),
    supply: 3,
    walletCap: 2,
    startPrice: parseEther("2"),
    floorPrice: parseEther("1"),
    fallSeconds: 1_000,
    startsAt,
    endsAt: startsAt + 3_600,
    allowEndsAt: 0,
    allowRoot: zeroHash,
    royaltyBps: 750,
    computing,
    ...wishes,
  };
}

export async function openDrop(stage: DropStage, wishes: Partial<Series> = {}) {
  const openedAt = (await stage.now()) + 10;
  const series = seriesOf(stage, openedAt + 100, wishes);
  await stage.nextAt(openedAt);
  const hash = await stage.factory.write.open([series], { account: stage.artist.account });
  const { logs } = await stage.receipt(hash);
  const [opened] = parseEventLogs({ abi: dropFactoryAbi, logs, eventName: "DropOpened" });
  if (!opened) throw new Error("open left no event");
  const client = { public: stage.reader, wallet: stage.stranger };
  const drop = getContract({ address: opened.args.drop, abi: seriesDropAbi, client });
  return { ...drop, series, hash };
}

export type Drop = Awaited<ReturnType<typeof openDrop>>;

/** Buys at a second of the sale; what it reverts with is the caller's to expect. */
export async function buyWorks(
  stage: DropStage,
  drop: Drop,
  buyer: Buyer,
  second: number,
  {
    quantity = 1n,
    price = salePriceAt(drop.series, drop.series.startsAt + second),
    value = price * quantity,
    proof = [],
  }: { quantity?: bigint; price?: bigint; value?: bigint; proof?: Hex[] } = {},
): Promise<Hash> {
  await stage.nextAt(drop.series.startsAt + second);
  return drop.write.buy([quantity, price, proof], { account: buyer.account, value });
}

/** Buys all works of the usual series, two and one; the last for 1.5 ether. */
export async function sellOut(stage: DropStage, drop: Drop, first: Buyer, second: Buyer): Promise<void> {
  await buyWorks(stage, drop, first, 200, { quantity: 2n });
  await buyWorks(stage, drop, second, 500);
}

/** Has a block pass, so that the hash of the one before it is known. */
export async function passBlock(stage: DropStage): Promise<void> {
  await stage.nextAt((await stage.now()) + 1);
  await stage.tester.mine({ blocks: 1 });
}

/** Posts works whose seeds are there, and reads their jobs. */
export async function postWorks(stage: DropStage, drop: Drop, indices: bigint[]): Promise<Job[]> {
  await passBlock(stage);
  await stage.nextAt((await stage.now()) + 1);
  const hash = await drop.write.post([indices]);
  const { logs } = await stage.receipt(hash);
  return parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Posted" }).map(({ args }) => ({
    jobId: args.jobId,
    lotId: args.jobId << 16n,
    terms: args.terms,
    work: args.work,
    postedAt: args.terms.postedAt,
    hash,
  }));
}

/** Brings the job of a work to its token; it is claimed half-way up the ramp, or at once if that is over. */
export async function mintWork(stage: DropStage, job: Job): Promise<void> {
  const at = Math.max(job.postedAt + job.terms.order.rampSeconds / 2, (await stage.now()) + 1);
  const { claim } = await claimJob(stage, job, { at });
  const { submission, submittedAt } = await submitJob(stage, job, claim);
  await finaliseJob(stage, job, claim, submission, { at: submittedAt + stage.windowSeconds });
}

/** Ends a job that nobody has claimed, as anybody can from its deadline on. */
export async function failWork(stage: DropStage, job: Job): Promise<void> {
  const at = Math.max(job.terms.order.deadline, (await stage.now()) + 1);
  await stage.nextAt(at);
  await stage.escrow.write.close([job.terms, job.jobId], { account: stage.stranger.account });
  const open = { lotId: job.lotId, claim: noClaim, submission: noSubmission };
  await stage.nextAt(at + 1);
  await stage.escrow.write.expire([job.terms, [open]], { account: stage.stranger.account });
}

/** What the drop, or the factory, emitted in a transaction, in order, as `[name, args]`. */
export async function dropEventsOf(stage: DropStage, drop: Drop, hash: Hash): Promise<[string, unknown][]> {
  const { logs } = await stage.receipt(hash);
  const abis: [Hex, Abi][] = [
    [drop.address, seriesDropAbi],
    [stage.factory.address, dropFactoryAbi],
  ];
  return abis.flatMap(([address, abi]) =>
    parseEventLogs({ abi, logs: logs.filter((log) => isAddressEqual(log.address, address)) }).map((event) => {
      const { eventName, args } = event as unknown as { eventName: string; args: unknown };
      return [eventName, plain(args)] as [string, unknown];
    }),
  );
}
