import { existsSync } from "node:fs";
import type { Env } from "@graphiti/protocol/env.ts";
import { resumeClaiming, stoppedAtMs } from "../duties/breaker.ts";
import { Journal } from "../journal/journal.ts";
import { settingsFrom } from "../settings.ts";

/** Lets a node claim again that late fees have stopped; works whether it runs or not. */
export async function resume(env: Env, { json }: { json: boolean }, print: (line: string) => void) {
  const { journalFile } = settingsFrom(env);
  const wasStopped = existsSync(journalFile) && lift(journalFile);
  if (json) return print(JSON.stringify({ resumed: wasStopped }));
  print(wasStopped ? "The node claims again." : "Nothing has stopped this node from claiming.");
}

/** @returns whether there was anything to lift */
function lift(journalFile: string): boolean {
  const journal = Journal.open(journalFile);
  try {
    const wasStopped = stoppedAtMs(journal) !== undefined;
    if (wasStopped) resumeClaiming(journal);
    return wasStopped;
  } finally {
    journal.close();
  }
}
