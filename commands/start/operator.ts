import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import { type Consent, parseConsent } from "@graphiti/protocol/consent.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import {
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  parseEther,
} from "viem";

const stakeWei = parseEther("1");
const gasMoneyWei = parseEther("1");

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
  const consent = parseConsent(stdout);
  if (!consent) throw new Error("the node printed no consent");
  return consent;
}

/**
 * Does for a local node what an operator does by hand: authorises the machine key, stakes, pays for its gas.
 * Nothing is sent that was done before.
 */
export async function enrolNode(
  deployment: Deployment,
  rpcUrl: string,
  nodeEnv: NodeJS.ProcessEnv,
  operator: Account,
): Promise<void> {
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
    const args = [consent.key, consent.deadline, consent.signature] as const;
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
