import { parseArgs } from "node:util";
import { fail } from "@graphiti/protocol/errors.ts";

export type StartOptions = { home: string; portBase: number | undefined; fresh: boolean; help: boolean };

export const startHelp = `npm start [-- options]

Brings up the whole local network: chain, contracts, store, indexer, one node and the gallery.
State is kept in .graphiti/ and taken up again by the next start. Ctrl-C stops everything.

  --fresh          forget all state and begin anew
  --port-base N    use the ports N … N+4 (gallery, chain, store, indexer, node) instead of 3000, 8545, …
  --home DIR       keep state in DIR instead of .graphiti
  --help           this text`;

/** @throws BAD_INPUT for an option that does not exist or a port out of range */
export function parseStartOptions(args: string[], defaultHome: string): StartOptions {
  let values: { fresh?: boolean; help?: boolean; home?: string; "port-base"?: string };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        fresh: { type: "boolean" },
        help: { type: "boolean" },
        home: { type: "string" },
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
  return {
    home: values.home ?? defaultHome,
    portBase,
    fresh: values.fresh ?? false,
    help: values.help ?? false,
  };
}

export type Ports = { gallery: number; chain: number; store: number; indexer: number; node: number };

export function portsFor(base: number | undefined): Ports {
  if (base === undefined) return { gallery: 3000, chain: 8545, store: 8180, indexer: 42069, node: 9464 };
  return { gallery: base, chain: base + 1, store: base + 2, indexer: base + 3, node: base + 4 };
}
