import { recipeOf } from "@graphiti/models/catalogue.ts";
import { compose } from "@graphiti/models/compose.ts";
import type { IntegerNetwork } from "@graphiti/models/integer-network.ts";
import { passesOf } from "@graphiti/models/passes.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { decodeWeights } from "@graphiti/models/weight-blob.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { NetworkRun, OpenNetwork } from "./wasm-runtime.ts";

/**
 * A service's network in the arithmetic that defines it, for browsers that forbid WebAssembly; many times as slow.
 * The weights need no digest here: others would only make a right tile look wrong, never the other way round.
 * @throws GraphitiError SERVICE_UNKNOWN, STORE_UNREACHABLE, MODEL_DAMAGED
 */
export async function openReference(service: string): Promise<OpenNetwork> {
  const recipe = recipeOf(service);
  const { passes, halved } = passesOf(recipe);
  const known = new Map<string, Promise<IntegerNetwork>>();
  for (const name of passes) if (!known.has(name)) known.set(name, fetchNetwork(name));
  const loaded = await Promise.all(passes.map((name) => known.get(name) as Promise<IntegerNetwork>));
  const network = compose({ passes: loaded, halved, halo: recipe.halo });
  return {
    run: async (pixels, width, height): Promise<NetworkRun> => {
      const run = runReference(network, pixels, width, height);
      return {
        result: { values: run.result, channels: 3, width: run.resultWidth, height: run.resultHeight },
        probe: {
          values: run.probe,
          channels: run.probeChannels,
          width: run.probeWidth,
          height: run.probeHeight,
        },
      };
    },
    close: async () => {},
  };
}

async function fetchNetwork(name: string): Promise<IntegerNetwork> {
  const unreachable = (cause: unknown) =>
    fail("STORE_UNREACHABLE", "The network's weights cannot be fetched now.", { cause, retryable: true });
  const response = await fetch(new URL(`/api/networks/${name}`, self.location.origin)).catch(unreachable);
  if (!response.ok) unreachable(response.status);
  return decodeWeights(new Uint8Array(await response.arrayBuffer()));
}
