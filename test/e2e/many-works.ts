import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { usualParams } from "@graphiti/protocol/generate-link.ts";
import { paramsInput } from "@graphiti/protocol/params-input.ts";
import { expect } from "@playwright/test";
import { toHex } from "viem";
import { chainClock, network } from "./running-network.ts";
import { actingAs } from "./trading-wallets.ts";

const escrow = () => ({ address: network().addresses.escrow, abi: jobEscrowAbi }) as const;

/** Posts tiny generated pictures, unchecked, with the terms of the first job, until there are so many works. */
export async function haveWorks(count: number): Promise<void> {
  const chain = chainClock();
  const events = { ...escrow(), fromBlock: "earliest" } as const;
  const posted = await chain.getContractEvents({ ...events, eventName: "Posted" });
  const { artist = "0x", work, terms } = posted[0]?.args ?? {};
  const { deploymentFile } = network();
  const { services } = await loadDeployment({ GRAPHITI_CHAIN: "local", DEPLOYMENT_FILE: deploymentFile });
  const dream = services.find(({ name }) => name === "dream");
  if (!work || !terms || !dream) throw new Error("the network has posted no sample, or does not know dream");
  const { timestamp } = await chain.getBlock();
  const missing = count - posted.length;
  const order = { ...terms.order, deadline: Number(timestamp) + 86_400, attesters: 0, sampleTiles: 0 };
  const postings = Array.from({ length: Math.max(0, missing) }, (_, index) => {
    const { inputCid, ...input } = paramsInput({ ...usualParams, seed: toHex(index + 1, { size: 16 }) });
    return { order, work: { ...work, serviceId: dream.id, width: 64, height: 64, ...input }, inputCid };
  });
  if (postings.length > 0) {
    const wallet = await actingAs(artist);
    const hash = await wallet.writeContract({
      ...escrow(),
      functionName: "postMany",
      args: [postings],
      value: order.maxPrice * BigInt(postings.length),
      chain: null,
    });
    await chain.waitForTransactionReceipt({ hash });
  }
  const minted = () => chain.getContractEvents({ ...events, eventName: "Minted" });
  await expect.poll(async () => (await minted()).length, { timeout: 200_000 }).toBeGreaterThanOrEqual(count);
}
