import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Files that git knows or would add, so that what is ignored is never judged. */
export function sourceFiles(pattern: RegExp): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
  });
  return [...new Set(listed.split("\n"))].filter((file) => pattern.test(file)).filter(exists);
}

export const textOf = (file: string): string => readFileSync(file, "utf8");

function exists(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
