import { existsSync } from "node:fs";
import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { formatEther } from "viem";
import { Escrow } from "../chain/escrow.ts";
import { stoppedAtMs } from "../duties/breaker.ts";
import { Journal } from "../journal/journal.ts";
import { addressIn } from "../keys/keystore.ts";
import { lockHome } from "../keys/lock.ts";
import { type Settings, settingsFrom } from "../settings.ts";

/** Prints what a node has done and holds; works whether it runs or not, and needs no password. */
export async function status(env: Env, { json }: { json: boolean }, print: (line: string) => void) {
  const settings = settingsFrom(env);
  const machineKey = await addressIn(settings.machineKeyFile);
  if (!machineKey) {
    const sentence = "There is no node here yet: `phaestus start` creates one.";
    return print(json ? JSON.stringify({ home: settings.home, running: false }) : sentence);
  }
  const deployment = await loadDeployment(env);
  const client = publicClientFor(env, deployment);
  const escrow = new Escrow(client, deployment);
  const operator = await escrow.operatorOf(machineKey);
  const account = operator ? await escrow.account(operator) : { stake: 0n, locked: 0n, credit: 0n };
  const facts = {
    home: settings.home,
    running: isRunning(settings),
    chain: deployment.chain,
    machineKey,
    operator: operator ?? null,
    gasWei: (await client.getBalance({ address: machineKey })).toString(),
    stakeWei: account.stake.toString(),
    lockedWei: account.locked.toString(),
    creditWei: account.credit.toString(),
    ...journalled(settings),
  };
  if (json) return print(JSON.stringify(facts));
  const ether = (wei: bigint) => `${formatEther(wei)} ETH`;
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([stage, count]) => `${count} ${stage}`)
      .join(", ") || "none yet";
  print(`Home         ${facts.home}`);
  print(`Running      ${facts.running ? "yes" : "no"}`);
  print(`Machine key  ${machineKey}, ${ether(BigInt(facts.gasWei))} for gas`);
  print(`Operator     ${operator ?? "none yet: see phaestus key --operator"}`);
  print(`Stake        ${ether(account.stake)}, of which ${ether(account.locked)} is locked`);
  print(`Credit       ${ether(account.credit)}`);
  print(`Lots         ${list(facts.lots)}`);
  print(`Checks       ${list(facts.attestations)}`);
  print(
    `Earned       ${ether(BigInt(facts.earnedWei.lots))} with lots, ${ether(BigInt(facts.earnedWei.checks))} with checks`,
  );
  if (facts.claimingStoppedAt)
    print(
      `Claims       nothing since ${facts.claimingStoppedAt}: two late fees in a day. Then: phaestus resume`,
    );
}

function isRunning({ home }: Settings): boolean {
  try {
    lockHome(home).release();
    return false;
  } catch (error) {
    if (error instanceof GraphitiError && error.code === "NODE_RUNNING") return true;
    throw error;
  }
}

type Journalled = {
  lots: Record<string, number>;
  attestations: Record<string, number>;
  /** Decimal. */
  earnedWei: { lots: string; checks: string };
  /** ISO 8601; null while the node claims. */
  claimingStoppedAt: string | null;
  scannedBlock: number | null;
};

const nothing: Journalled = {
  lots: {},
  attestations: {},
  earnedWei: { lots: "0", checks: "0" },
  claimingStoppedAt: null,
  scannedBlock: null,
};

function journalled({ journalFile }: Settings): Journalled {
  if (!existsSync(journalFile)) return nothing;
  const journal = Journal.open(journalFile, { readOnly: true });
  try {
    const [head] = journal.scans.newestFirst();
    const stoppedAt = stoppedAtMs(journal);
    return {
      lots: journal.lots.counts(),
      attestations: journal.attestations.counts(),
      earnedWei: {
        lots: journal.lots.earnedWei().toString(),
        checks: journal.attestations.earnedWei().toString(),
      },
      claimingStoppedAt: stoppedAt === undefined ? null : new Date(stoppedAt).toISOString(),
      scannedBlock: head ? Number(head.block) : null,
    };
  } finally {
    journal.close();
  }
}
