import type { Verdict } from "./judge.ts";
import type { Mutant } from "./mutants.ts";

type Survivor = Pick<Mutant, "id" | "file" | "line" | "operator" | "original" | "mutated">;
export type Report = {
  seed: string;
  /** Mutants that were tested; those apart are not among them. */
  total: number;
  killed: number;
  /** Killed ones of all tested, 100 if there was none. */
  percent: number;
  stillborn: number;
  sameCode: number;
  /** Mean seconds that a tested mutant took. */
  secondsEach: number;
  killers: Record<string, number>;
  survivors: Survivor[];
};

export function reportOf(seed: string, mutants: Mutant[], verdicts: Verdict[]): Report {
  const of = (fate: Verdict["fate"]) => verdicts.filter((verdict) => verdict.fate === fate);
  const [killed, survived] = [of("killed"), of("survived")];
  const total = killed.length + survived.length;
  const killers: Record<string, number> = {};
  for (const { by = "" } of killed) killers[by] = (killers[by] ?? 0) + 1;
  const alive = new Set(survived.map(({ id }) => id));
  const seconds = [...killed, ...survived].reduce((sum, verdict) => sum + verdict.seconds, 0);
  return {
    seed,
    total,
    killed: killed.length,
    percent: total === 0 ? 100 : Number(((killed.length * 100) / total).toFixed(2)),
    stillborn: of("stillborn").length,
    sameCode: of("same code").length,
    secondsEach: total === 0 ? 0 : Number((seconds / total).toFixed(1)),
    killers: Object.fromEntries(Object.entries(killers).sort(([, a], [, b]) => b - a)),
    survivors: mutants
      .filter(({ id }) => alive.has(id))
      .map(({ id, file, line, operator, original, mutated }) => ({
        id,
        file,
        line,
        operator,
        original,
        mutated,
      }))
      .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
  };
}

/** The report that people read. */
export function reportText(report: Report): string {
  const survivors = report.survivors.map(
    ({ id, file, line, operator, original, mutated }) =>
      `${id}  ${file}:${line}  ${operator}: ${original} → ${mutated}`,
  );
  return [
    ...(survivors.length > 0 ? ["Survivors:", ...survivors, ""] : []),
    `seed ${report.seed}: ${report.killed} of ${report.total} killed (${report.percent} %), ${survivors.length} survived`,
    `apart: ${report.stillborn} did not compile, ${report.sameCode} compiled to the same code`,
    `${report.secondsEach} s each`,
  ].join("\n");
}
