import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, getContractAddress, type PublicClient } from "viem";

/** What a deployment decided before its first transaction; a resumed one must decide the same. */
export type Plan = { deployer: Address; escrow: Address; startBlock: number };

/** Transactions of the module before the escrow's: registry, art and annex. */
const contractsBeforeEscrow = 3n;

/** Reads the plan of an interrupted deployment, or makes one from the deployer's nonce and writes it. */
export async function planDeployment(
  reader: PublicClient,
  deployer: Address,
  directory?: string,
): Promise<Plan> {
  const file = directory && join(directory, "plan.json");
  if (file) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) {
      const plan = JSON.parse(text) as Plan;
      if (plan.deployer === deployer) return plan;
      fail("BAD_INPUT", `This deployment was begun by ${plan.deployer}; only that account can resume it.`);
    }
  }
  const [nonce, block] = await Promise.all([
    reader.getTransactionCount({ address: deployer, blockTag: "latest" }),
    reader.getBlockNumber(),
  ]);
  const escrow = getContractAddress({ from: deployer, nonce: BigInt(nonce) + contractsBeforeEscrow });
  const plan = { deployer, escrow, startBlock: Number(block) };
  if (directory && file) {
    await mkdir(directory, { recursive: true });
    await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`);
  }
  return plan;
}
