/** Something whose CPU time is to be known. */
export type Contender = { name: string; run: () => Promise<void> };

/**
 * CPU seconds (user and system, all threads) of each contender, repetition by repetition. Contenders take turns,
 * and every other repetition in reverse, so that what else the machine does hits all alike. One round to warm up is
 * not counted.
 */
export async function cpuSecondsOf(
  contenders: readonly Contender[],
  repetitions: number,
): Promise<Map<string, number[]>> {
  const seconds = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (const { run } of contenders) await run();
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const order = repetition % 2 === 0 ? contenders : contenders.toReversed();
    for (const { name, run } of order) {
      const before = process.cpuUsage();
      await run();
      const used = process.cpuUsage(before);
      seconds.get(name)?.push((used.user + used.system) / 1e6);
    }
  }
  return seconds;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
