import { canonicalJson } from "@graphiti/protocol/metadata.ts";

/** The bytes of the art contract's ERC-7572 metadata; their digest is fixed at deployment. */
export function contractMetadata(): Uint8Array {
  return canonicalJson({
    name: "Graphiti",
    symbol: "GRAPHITI",
    description:
      "Pictures computed by anybody's idle computer in exact integer arithmetic: every pixel can be checked.",
  });
}
