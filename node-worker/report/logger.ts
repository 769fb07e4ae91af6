import { type Logger, pino } from "pino";

export type Log = Logger;

/** Names of fields that hold secrets wherever they turn up, two levels deep. */
const secretNames = ["password", "privateKey", "key", "secret", "token", "jwt", "mnemonic", "authorization"];

type Entry = { level: number; time: number; msg?: string } & Record<string, unknown>;

const plain = new Set(["level", "time", "msg", "pid", "hostname"]);

/** `12:34:56 warn  The sentence  lot=65536 seconds=3.2` */
function oneLine(text: string): string {
  const entry = JSON.parse(text) as Entry;
  const time = new Date(entry.time).toTimeString().slice(0, 8);
  const mark = entry.level >= 50 ? "error " : entry.level >= 40 ? "warn  " : "";
  const facts = Object.entries(entry)
    .filter(([name]) => !plain.has(name))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return `${[`${time} ${mark}${entry.msg ?? ""}`, ...facts].join("  ")}\n`;
}

/** Logs JSON lines, or one readable line each on a terminal. Fields with the names of secrets are blotted out. */
export function createLogger(output: NodeJS.WritableStream & { isTTY?: boolean } = process.stdout): Log {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const destination = output.isTTY ? { write: (text: string) => output.write(oneLine(text)) } : output;
  return pino({ base: null, redact: { paths, censor: "[secret]" } }, destination);
}
