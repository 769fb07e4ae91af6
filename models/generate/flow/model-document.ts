import { canonicalJson } from "../canonical-json.ts";
import { palettes } from "../palettes.ts";
import constants from "./constants.json" with { type: "json" };

/**
 * The model of a flow is no network but these numbers and the arithmetic they name, as canonical JSON. Its SHA-256
 * is the service's model digest.
 */
export const flowDocument = (): Uint8Array => canonicalJson({ ...constants, palettes });
