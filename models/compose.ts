import { type IntegerNetwork, type IntegerNode, marginOf, tilePlace } from "./integer-network.ts";

export type Composition = {
  /** Networks one after the other, each on the 8-bit result of the one before. */
  passes: readonly IntegerNetwork[];
  /** Whether the result is made half as large, by the mean of each 2×2 pixels. */
  halved: boolean;
  /** Of a tile, in input pixels; what is left of it in the result is cropped. */
  halo: number;
};

/**
 * One network that computes several passes. The probed layer is the last pass's.
 * @throws RangeError when the halo is too small for the passes
 */
export function compose({ passes, halved, halo }: Composition): IntegerNetwork {
  const nodes: IntegerNode[] = [];
  let [scale, probe] = [1, tilePlace];
  for (const [pass, network] of passes.entries()) {
    const start = nodes.length;
    const moved = (place: number) => (place === tilePlace ? start - 1 : place + start);
    const prefix = pass === 0 ? "" : `pass${pass + 1}.`;
    nodes.push(...network.nodes.map((node) => ({ ...rewired(node, moved), name: prefix + node.name })));
    probe = moved(network.probe);
    scale *= network.scale;
  }
  if (halved) {
    nodes.push({ kind: "mean", name: "halved", from: nodes.length - 1 });
    scale /= 2;
  }
  const margin = marginOf({ nodes, scale, probe }, halo);
  if (margin < 0) throw new RangeError(`a halo of ${halo} pixels is too small: ${-margin} are missing`);
  if (margin > 0) nodes.push({ kind: "crop", name: "core", from: nodes.length - 1, margin });
  return { nodes, scale, probe };
}

function rewired(node: IntegerNode, moved: (place: number) => number): IntegerNode {
  if (node.kind === "convolution")
    return { ...node, parts: node.parts.map((part) => ({ ...part, from: moved(part.from) })) };
  if (node.kind === "add")
    return { ...node, terms: node.terms.map((term) => ({ ...term, from: moved(term.from) })) };
  return { ...node, from: moved(node.from) };
}
