/** `unknown`: it could not be checked, for the moment or for ever. */
export type Outcome = "right" | "wrong" | "unknown";

/** One thing that was looked at, and what came of it, in a sentence. */
export type Check = { what: string; outcome: Outcome; because: string };

/** What is wrong outweighs what is not known. */
export function outcomeOf(checks: readonly Check[]): Outcome {
  const found = (outcome: Outcome) => checks.some((check) => check.outcome === outcome);
  return found("wrong") ? "wrong" : found("unknown") ? "unknown" : "right";
}

const verdicts: Record<Outcome, string> = {
  right: "Everything is as it should be.",
  wrong: "Something is wrong.",
  unknown: "Not everything could be checked.",
};
const marks: Record<Outcome, string> = { right: "✓", wrong: "✗", unknown: "?" };

/** For people, line by line. */
export function checkTable(jobId: bigint, checks: readonly Check[]): string[] {
  const widest = Math.max(...checks.map(({ what }) => what.length));
  const rows = checks.map(
    ({ what, outcome, because }) => `  ${marks[outcome]} ${what.padEnd(widest)}  ${because}`,
  );
  return [`Job ${jobId}`, ...rows, verdicts[outcomeOf(checks)]];
}
