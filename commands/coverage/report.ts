import type { Condition } from "./conditions.ts";
import { readLcov } from "./lcov.ts";

export type FileCoverage = {
  file: string;
  lines: { all: number; covered: number };
  branches: { all: number; covered: number };
};
export type Coverage = {
  files: FileCoverage[];
  lines: { all: number; covered: number };
  branches: { all: number; covered: number };
  uncovered: { file: string; line: number; condition?: string; never?: boolean }[];
};

/**
 * Coverage of the files as they are in the repository.
 * @param lengths number of lines of each file; what lies behind them is the watching functions
 */
export function coverageOf(lcov: string, conditions: Condition[], lengths: Map<string, number>): Coverage {
  const ran = readLcov(lcov);
  const uncovered: Coverage["uncovered"] = [];
  const files = [...lengths].map(([file, length]): FileCoverage => {
    const lines = [...(ran.get(file) ?? [])].filter(([line]) => line <= length);
    for (const [line, covered] of lines) if (!covered) uncovered.push({ file, line });
    let covered = 0;
    const own = conditions.filter((condition) => condition.file === file);
    for (const { line, text, trueLine, falseLine } of own) {
      for (const [outcome, watcher] of [
        [true, trueLine],
        [false, falseLine],
      ] as const) {
        if (ran.get(file)?.get(watcher)) covered += 1;
        else uncovered.push({ file, line, condition: text, never: outcome });
      }
    }
    return {
      file,
      lines: { all: lines.length, covered: lines.filter(([, hit]) => hit).length },
      branches: { all: own.length * 2, covered },
    };
  });
  const sum = (of: "lines" | "branches") => ({
    all: files.reduce((total, file) => total + file[of].all, 0),
    covered: files.reduce((total, file) => total + file[of].covered, 0),
  });
  return {
    files: files.filter(({ lines }) => lines.all > 0),
    lines: sum("lines"),
    branches: sum("branches"),
    uncovered,
  };
}

const percent = ({ all, covered }: { all: number; covered: number }) =>
  `${all === 0 ? "100.00" : ((covered * 100) / all).toFixed(2)} % (${covered} of ${all})`;

/** The report that people read. */
export function coverageText({ files, lines, branches, uncovered }: Coverage): string {
  const width = Math.max(...files.map(({ file }) => file.length));
  const table = files.map(
    (file) => `${file.file.padEnd(width)}  lines ${percent(file.lines)}, branches ${percent(file.branches)}`,
  );
  const missing = uncovered.map(({ file, line, condition, never }) =>
    condition === undefined
      ? `${file}:${line}: never run`
      : `${file}:${line}: never ${never ? "true" : "false"}: ${condition}`,
  );
  return [...table, "", ...missing, `lines ${percent(lines)}`, `branches ${percent(branches)}`].join("\n");
}
