/** Thrown where a crash test ends the process. */
export class Crash extends Error {}

/**
 * Counts checkpoints and crashes at the n-th; from then on every checkpoint crashes, because a dead process does
 * nothing more. With 0 it only counts.
 */
export function crashAt(target: number, onCrash: (crash: Crash) => void = () => {}) {
  let passed = 0;
  return {
    checkpoint: () => {
      passed += 1;
      if (target === 0 || passed < target) return;
      const crash = new Crash(`checkpoint ${target}`);
      onCrash(crash);
      throw crash;
    },
    passed: () => passed,
  };
}
