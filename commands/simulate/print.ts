import { formatEther } from "viem";
import type { SeedReport } from "./run-seed.ts";
import type { Throughput } from "./throughput.ts";

const ether = (wei: bigint) => Number(formatEther(wei)).toFixed(4);
const sum = (reports: SeedReport[], of: (report: SeedReport) => number) =>
  reports.reduce((total, report) => total + of(report), 0);

/** Who earned what, on average over all seeds and all who behave alike. */
export function earningsByRole(reports: SeedReport[]) {
  const roles = new Map<
    string,
    { people: number; gainedWei: bigint; transactions: number; reverted: number }
  >();
  for (const { earned } of reports)
    for (const { role, gainedWei, transactions, reverted } of earned) {
      const so = roles.get(role) ?? { people: 0, gainedWei: 0n, transactions: 0, reverted: 0 };
      roles.set(role, {
        people: so.people + 1,
        gainedWei: so.gainedWei + gainedWei,
        transactions: so.transactions + transactions,
        reverted: so.reverted + reverted,
      });
    }
  return [...roles].map(([role, { people, gainedWei, transactions, reverted }]) => ({
    role,
    meanGainedWei: gainedWei / BigInt(people),
    transactions: transactions / people,
    reverted: reverted / people,
  }));
}

export function linesOf(reports: SeedReport[]): string[] {
  const count = (of: (report: SeedReport) => number) => sum(reports, of);
  return [
    `${count(({ jobs }) => jobs)} jobs: ${count(({ minted }) => minted)} minted, ${count(({ closed }) => closed)} closed; ` +
      `${count(({ finalLots }) => finalLots)} lots final, ${count(({ refundedLots }) => refundedLots)} refunded, ` +
      `${count(({ lateOrLost }) => lateOrLost)} opened again; ` +
      `${count(({ wrongUnattested }) => wrongUnattested)} lies passed where nobody was asked to look`,
    "",
    "who (average of a seed)   gained, ETH   transactions   of them reverted",
    ...earningsByRole(reports).map(
      ({ role, meanGainedWei, transactions, reverted }) =>
        `${role.padEnd(24)} ${ether(meanGainedWei).padStart(12)} ${transactions.toFixed(1).padStart(14)} ${reverted.toFixed(1).padStart(18)}`,
    ),
  ];
}

/** One seed, person by person. */
export const linesOfSeed = ({ earned }: SeedReport): string[] =>
  earned.map(
    ({ name, gainedWei, transactions, reverted }) =>
      `${name.padEnd(24)} ${ether(gainedWei).padStart(12)} ETH, ${transactions} transactions, ${reverted} reverted`,
  );

export const linesOfThroughput = (times: Throughput[]): string[] => [
  "nodes   tiles final   minted   speedup",
  ...times.map(
    ({ nodes, tilesFinalSeconds, mintedSeconds, speedup }) =>
      `${String(nodes).padStart(5)} ${String(tilesFinalSeconds).padStart(11)} s ${String(mintedSeconds).padStart(6)} s ${speedup.toFixed(2).padStart(8)}`,
  ),
];
