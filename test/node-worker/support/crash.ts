/** Thrown where a crash test ends the process. */
export class Crash extends Error {}

/**
 * Counts checkpoints and crashes at the n-th; from then on every checkpoint crashes, because a dead process does
 * nothing more. With 0 it only counts.
 */
export function crashAt(target: number) {
  let passed = 0;
  return {
    checkpoint: () => {
      passed += 1;
      if (target !== 0 && passed >= target) throw new Crash(`checkpoint ${target}`);
    },
    passed: () => passed,
  };
}
