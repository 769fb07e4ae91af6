import { parseArgs } from "node:util";
import { fail } from "@graphiti/protocol/errors.ts";

export type StartOptions = {
  home: string;
  portBase: number | undefined;
  nodes: number;
  /** Of the local chain. */
  blockSeconds: number;
  fresh: boolean;
  help: boolean;
};

/** One that computes and two that check: what it takes for fast finality. */
const usualNodes = 3;
const mostNodes = 8;
const [fewestBlockSeconds, usualBlockSeconds, mostBlockSeconds] = [0.1, 1, 60];

export const startHelp = `npm start [-- options]

Brings up the whole local network: chain, contracts, store, indexer, three nodes and the gallery.
State is kept in .graphiti/ and taken up again by the next start. Ctrl-C stops everything.

  --fresh          forget all state and begin anew
  --nodes N        start N nodes of different operators (0 to ${mostNodes}) instead of ${usualNodes}
  --block-time S   a block every S seconds (${fewestBlockSeconds} to ${mostBlockSeconds}) instead of ${usualBlockSeconds}; Arbitrum's come every 0.25
  --port-base N    use the ports from N on (gallery, chain, store, indexer, nodes) instead of 3000, 8545, …
  --home DIR       keep state in DIR instead of .graphiti
  --help           this text`;

/** @throws BAD_INPUT for an option that does not exist or a port out of range */
export function parseStartOptions(args: string[], defaultHome: string): StartOptions {
  let values: Partial<Record<"home" | "nodes" | "block-time" | "port-base", string>> &
    Partial<Record<"fresh" | "help", boolean>>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        fresh: { type: "boolean" },
        help: { type: "boolean" },
        home: { type: "string" },
        nodes: { type: "string" },
        "block-time": { type: "string" },
        "port-base": { type: "string" },
      },
    }));
  } catch (cause) {
    fail("BAD_INPUT", cause instanceof Error ? cause.message : "Unknown option.", {
      cause,
      nextStep: "See npm start -- --help.",
    });
  }
  const portBase = values["port-base"] === undefined ? undefined : Number(values["port-base"]);
  if (portBase !== undefined && !(Number.isInteger(portBase) && portBase >= 1024 && portBase <= 65_000))
    fail("BAD_INPUT", "--port-base must be a whole number from 1024 to 65000.");
  const nodes = values.nodes === undefined ? usualNodes : Number(values.nodes);
  if (!(Number.isInteger(nodes) && nodes >= 0 && nodes <= mostNodes))
    fail("BAD_INPUT", `--nodes must be a whole number from 0 to ${mostNodes}.`);
  const blockSeconds = Number(values["block-time"] ?? usualBlockSeconds);
  if (!(blockSeconds >= fewestBlockSeconds && blockSeconds <= mostBlockSeconds))
    fail("BAD_INPUT", `--block-time must be a number from ${fewestBlockSeconds} to ${mostBlockSeconds}.`);
  return {
    home: values.home ?? defaultHome,
    portBase,
    nodes,
    blockSeconds,
    fresh: values.fresh ?? false,
    help: values.help ?? false,
  };
}

export type Ports = { gallery: number; chain: number; store: number; indexer: number; nodes: number[] };

export function portsFor(base: number | undefined, nodes: number): Ports {
  const shared =
    base === undefined
      ? { gallery: 3000, chain: 8545, store: 8180, indexer: 42069 }
      : { gallery: base, chain: base + 1, store: base + 2, indexer: base + 3 };
  const firstNode = base === undefined ? 9464 : base + 4;
  return { ...shared, nodes: Array.from({ length: nodes }, (_, index) => firstNode + index) };
}
