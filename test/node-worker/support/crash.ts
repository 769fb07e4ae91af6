/** Thrown where a crash test ends the process. */
export class Crash extends Error {}

/**
 * Counts checkpoints and crashes at the n-th, or the first of a name; from then on every checkpoint crashes, because a
 * dead process does nothing more. With 0 it only counts.
 */
export function crashAt(target: number | string, onCrash: (crash: Crash) => void = () => {}) {
  let passed = 0;
  let isDead = false;
  return {
    checkpoint: (name: string) => {
      passed += 1;
      isDead ||= name === target || passed === target;
      if (!isDead) return;
      const crash = new Crash(`checkpoint ${target}`);
      onCrash(crash);
      throw crash;
    },
    passed: () => passed,
  };
}
