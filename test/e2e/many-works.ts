import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { usualParams } from "@graphiti/protocol/generate-link.ts";
import { paramsInput } from "@graphiti/protocol/params-input.ts";
import type { Order } from "@graphiti/protocol/terms.ts";
import { expect } from "@playwright/test";
import { parseEventLogs, toHex } from "viem";
import { chainClock, network } from "./running-network.ts";
import { actingAs } from "./trading-wallets.ts";

const escrow = () => ({ address: network().addresses.escrow, abi: jobEscrowAbi }) as const;

const eventsOf = (eventName: "Posted" | "Minted") =>
  chainClock().getContractEvents({ ...escrow(), eventName, fromBlock: "earliest" });

async function dreamId(): Promise<number> {
  const { deploymentFile } = network();
  const { services } = await loadDeployment({ GRAPHITI_CHAIN: "local", DEPLOYMENT_FILE: deploymentFile });
  const dream = services.find(({ name }) => name === "dream");
  if (!dream) throw new Error("the network does not know dream");
  return dream.id;
}

/**
 * Has tiny generated pictures computed, unchecked, on the terms of the first job but for what is changed.
 * @returns their numbers, once they are minted
 */
export async function mintTiny(count: number, change: Partial<Order> = {}): Promise<bigint[]> {
  const chain = chainClock();
  const [sample] = await chain.getContractEvents({ ...escrow(), eventName: "Posted", fromBlock: "earliest" });
  const { artist = "0x", work, terms } = sample?.args ?? {};
  if (!work || !terms) throw new Error("the network has posted no sample");
  const { timestamp, number } = await chain.getBlock();
  const unchecked = { deadline: Number(timestamp) + 86_400, attesters: 0, sampleTiles: 0 };
  const order = { ...terms.order, ...unchecked, ...change };
  const serviceId = await dreamId();
  const postings = Array.from({ length: count }, (_, index) => {
    const { inputCid, ...input } = paramsInput({
      ...usualParams,
      seed: toHex(number * 1_000n + BigInt(index), { size: 16 }),
    });
    return { order, work: { ...work, serviceId, width: 64, height: 64, ...input }, inputCid };
  });
  const wallet = await actingAs(artist);
  const hash = await wallet.writeContract({
    ...escrow(),
    functionName: "postMany",
    args: [postings],
    value: order.maxPrice * BigInt(count),
    chain: null,
  });
  const { logs } = await chain.waitForTransactionReceipt({ hash });
  const jobs = parseEventLogs({ abi: jobEscrowAbi, logs, eventName: "Posted" }).map(({ args }) => args.jobId);
  const missing = async () => {
    const minted = new Set((await eventsOf("Minted")).map(({ args }) => args.jobId));
    return jobs.filter((jobId) => !minted.has(jobId));
  };
  await expect.poll(missing, { timeout: 200_000 }).toEqual([]);
  return jobs;
}

/** Has so many works on the chain. */
export async function haveWorks(count: number): Promise<void> {
  const missing = count - (await eventsOf("Minted")).length;
  if (missing > 0) await mintTiny(missing);
}
