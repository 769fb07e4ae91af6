import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { conformanceTile } from "@graphiti/models/conformance.ts";
import { generatedConformance } from "@graphiti/models/generate/conformance-tile.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import type { SessionPool } from "./session-pool.ts";
import type { TileRequest } from "./tile-request.ts";

function conformanceRequest(recipe: ServiceRecipe): TileRequest {
  if (recipe.kind === serviceKinds.generate) return generatedConformance;
  const { planar, width, height } = conformanceTile(recipe);
  return { pixels: planar, width, height, isAlpha: false };
}

/**
 * Computes the conformance tile of a service with sessions that have loaded it, and compares result and hidden layer
 * with the digests that the recipe pins.
 * @throws DEVICE_DIFFERS when one bit differs
 */
export async function requireConformance(pool: SessionPool, recipe: ServiceRecipe): Promise<void> {
  const { outputDigest, probe } = await pool.run(conformanceRequest(recipe));
  if (outputDigest !== recipe.conformance.result || probe !== recipe.conformance.probe)
    fail(
      "DEVICE_DIFFERS",
      `The arithmetic of ${recipe.name} is not exact here: its conformance digests differ.`,
    );
}
