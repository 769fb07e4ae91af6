/** What the runtime says about devices that are simply not there, in words for an operator. */
const absences: readonly [RegExp, string][] = [
  [/Failed to get a WebGPU adapter/, "WebGPU finds no graphics card or driver on this machine"],
  [/_Cuda: Failed to load shared library/, "the libraries of CUDA are not installed"],
];

/** Where in the runtime's own source something was found wrong, and by which test. */
const place = /\S*\/[\w/]+\.(?:cc|cpp|h):\d+ .* was false\. /;

/** A runtime's message about a device as a short line. */
export function shortTrouble(said: string): string {
  const [, known] = absences.find(([pattern]) => pattern.test(said)) ?? [];
  return known ?? said.replace(place, "").replaceAll(/\s+/g, " ").trim();
}
