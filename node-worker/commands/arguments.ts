import { parseArgs } from "node:util";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, getAddress, isAddress } from "viem";
import { deviceNames } from "../engine/device-names.ts";
import type { Trades } from "../loops/run-loops.ts";
import type { BenchWish } from "./bench.ts";
import type { StartWish } from "./start.ts";
import type { VerifyWish } from "./verify.ts";

export type Command =
  | { name: "help" }
  | ({ name: "start" } & StartWish)
  | ({ name: "bench" } & BenchWish)
  | { name: "status"; json: boolean }
  | { name: "resume"; json: boolean }
  | { name: "key"; operator: Address | undefined; deadline: bigint | undefined; json: boolean }
  | { name: "withdraw"; to: Address; json: boolean }
  | { name: "assemble"; jobId: bigint; json: boolean }
  | ({ name: "verify" } & VerifyWish);

const optionsOf = {
  start: ["compute", "attest", "stop-at-once", "device"],
  bench: ["json", "service", "device", "megapixels"],
  status: ["json"],
  resume: ["json"],
  key: ["operator", "deadline", "json"],
  withdraw: ["to", "json"],
  assemble: ["job", "json"],
  verify: ["tiles", "json"],
} as const;

const options = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  compute: { type: "boolean" },
  attest: { type: "boolean" },
  "stop-at-once": { type: "boolean" },
  operator: { type: "string" },
  deadline: { type: "string" },
  to: { type: "string" },
  job: { type: "string" },
  device: { type: "string" },
  service: { type: "string" },
  megapixels: { type: "string" },
  tiles: { type: "string" },
} as const;

/** @throws BAD_INPUT with one sentence about what is wrong */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parsed(args);
  const [name, ...rest] = positionals;
  if (values.help || name === undefined || name === "help") return { name: "help" };
  if (!(name in optionsOf)) fail("BAD_INPUT", `There is no command "${name}"; see phaestus --help.`);
  const [stranger] = rest.slice(name === "verify" ? 1 : 0);
  if (stranger !== undefined)
    fail("BAD_INPUT", `"${stranger}" is one argument too many for phaestus ${name}.`);
  const allowed: readonly string[] = optionsOf[name as keyof typeof optionsOf];
  const stray = Object.keys(values).find((option) => !allowed.includes(option));
  if (stray) fail("BAD_INPUT", `phaestus ${name} has no option --${stray}.`);
  const json = values.json ?? false;
  switch (name as keyof typeof optionsOf) {
    case "start":
      return {
        name: "start",
        stopAtOnce: values["stop-at-once"] ?? false,
        device: oneOf("device", [...deviceNames, "auto"] as const, values.device),
        trades: tradesIn(values),
      };
    case "bench": {
      const device = oneOf("device", deviceNames, values.device);
      return { name: "bench", service: values.service, device, megapixels: sizeIn(values.megapixels), json };
    }
    case "status":
      return { name: "status", json };
    case "resume":
      return { name: "resume", json };
    case "key": {
      const operator = values.operator === undefined ? undefined : addressIn("operator", values.operator);
      return { name: "key", operator, deadline: secondsIn(values.deadline), json };
    }
    case "withdraw": {
      if (values.to === undefined) fail("BAD_INPUT", "phaestus withdraw needs --to and an address.");
      return { name: "withdraw", to: addressIn("to", values.to), json };
    }
    case "assemble": {
      if (!/^\d{1,73}$/.test(values.job ?? ""))
        fail("BAD_INPUT", "phaestus assemble needs --job and the job's number.");
      return { name: "assemble", jobId: BigInt(values.job ?? ""), json };
    }
    case "verify": {
      if (!/^\d{1,73}$/.test(rest[0] ?? ""))
        fail("BAD_INPUT", "phaestus verify needs the number of a token or job.");
      return { name: "verify", jobId: BigInt(rest[0] ?? ""), tiles: tilesIn(values.tiles), json };
    }
  }
}

/** Both where neither is named. */
function tradesIn({ compute = false, attest = false }: { compute?: boolean; attest?: boolean }): Trades {
  return compute || attest ? { compute, attest } : { compute: true, attest: true };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    const sentence = cause instanceof Error ? (cause.message.split(". ")[0] ?? "") : "";
    fail("BAD_INPUT", `${sentence}; see phaestus --help.`, { cause });
  }
}

function addressIn(option: string, text: string): Address {
  if (!isAddress(text)) fail("BAD_INPUT", `--${option} is not an address with a right checksum.`);
  return getAddress(text);
}

function oneOf<Name extends string>(
  option: string,
  names: readonly Name[],
  text: string | undefined,
): Name | undefined {
  const found = names.find((name) => name === text);
  if (text !== undefined && !found) fail("BAD_INPUT", `--${option} is one of ${names.join(", ")}.`);
  return found;
}

function sizeIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const megapixels = Number(text);
  if (!(megapixels > 0 && megapixels <= 100)) fail("BAD_INPUT", "--megapixels is a number up to 100.");
  return megapixels;
}

function tilesIn(text: string | undefined): number | "all" {
  if (text === "all") return text;
  const tiles = Number(text ?? 8);
  if (!Number.isInteger(tiles) || tiles < 1) fail("BAD_INPUT", "--tiles is a number from 1 on, or all.");
  return tiles;
}

function secondsIn(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text)) fail("BAD_INPUT", "--deadline is a time in Unix seconds.");
  return BigInt(text);
}
