/** floor(√n) for a whole number below 2^52. Starts from the machine's root and corrects it, so it never depends on it. */
export function squareRoot(n: number): number {
  let root = Math.floor(Math.sqrt(n));
  while (root * root > n) root--;
  while ((root + 1) * (root + 1) <= n) root++;
  return root;
}
