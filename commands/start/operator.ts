import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { type Address, createPublicClient, createWalletClient, type Hex, http, parseEther } from "viem";
import { devAccount } from "./dev-accounts.ts";

const stakeWei = parseEther("1");
const gasMoneyWei = parseEther("1");

/** What `phaestus key --operator …` prints for the operator. */
type Consent = { key: Address; operator: Address; deadline: string; signature: Hex };

async function consentOf(nodeEnv: NodeJS.ProcessEnv, operator: Address): Promise<Consent> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "node-worker/phaestus.ts",
      "key",
      "--operator",
      operator,
      "--json",
    ],
    { env: nodeEnv },
  );
  return JSON.parse(stdout);
}

/**
 * Does for the local node what an operator does by hand: authorises the machine key, stakes, pays for its gas.
 * Nothing is sent that was done before.
 */
export async function enrolNode(
  deployment: Deployment,
  rpcUrl: string,
  nodeEnv: NodeJS.ProcessEnv,
): Promise<void> {
  const operator = devAccount("operator");
  const chain = chainNamed("local", rpcUrl);
  const transport = http(rpcUrl);
  const reader = createPublicClient({ chain, transport, pollingInterval: 100 });
  const wallet = createWalletClient({ account: operator, chain, transport });
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;
  const mined = async (hash: Hex) => {
    const receipt = await reader.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`transaction ${hash} failed`);
  };

  const consent = await consentOf(nodeEnv, operator.address);
  const owner = await reader.readContract({ ...escrow, functionName: "operatorOf", args: [consent.key] });
  if (owner.toLowerCase() !== operator.address.toLowerCase()) {
    const args = [consent.key, BigInt(consent.deadline), consent.signature] as const;
    await mined(await wallet.writeContract({ ...escrow, functionName: "registerKey", args }));
  }
  const account = await reader.readContract({
    ...escrow,
    functionName: "accounts",
    args: [operator.address],
  });
  const stake = Array.isArray(account) ? account[0] : (account as { stake: bigint }).stake;
  if (stake < stakeWei)
    await mined(await wallet.writeContract({ ...escrow, functionName: "stake", value: stakeWei - stake }));
  const balance = await reader.getBalance({ address: consent.key });
  if (balance < gasMoneyWei / 2n)
    await mined(await wallet.sendTransaction({ to: consent.key, value: gasMoneyWei - balance }));
}
