/** The page of jobs that were posted together: their numbers follow each other. */
export const batchPath = (firstJobId: string, jobs: number): string =>
  `/batch/${firstJobId}-${BigInt(firstJobId) + BigInt(jobs) - 1n}`;

/** The numbers in a batch page's address; undefined where they make no batch. */
export function parseBatchPath(text: string, most: number): { first: bigint; last: bigint } | undefined {
  const [, from, to] = /^(\d{1,73})-(\d{1,73})$/.exec(text) ?? [];
  if (!from || !to) return undefined;
  const [first, last] = [BigInt(from), BigInt(to)];
  return first >= 1n && last >= first && last - first < BigInt(most) ? { first, last } : undefined;
}
