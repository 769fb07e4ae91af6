import type { FloatNetwork, FloatNode } from "../float-network.ts";
import { tilePlace } from "../integer-network.ts";
import { nodeNames } from "../weight-blob.ts";

/** Whether a node only copies another in a coarser step. */
export function isCopy(node: FloatNode | undefined): boolean {
  return node?.kind === "add" && node.terms.length === 1;
}

/**
 * The network with a copy of each sum, and of each convolution without activation, for the convolutions and
 * enlargements that read it. What is added to over and over needs fine steps; what is multiplied by weights needs
 * coarse ones, because the finer the values are, the coarser the weights have to be.
 * @returns also the new place of each old one
 */
export function withTrunkCopies(network: FloatNetwork): { network: FloatNetwork; placeOf: number[] } {
  const nameOf = nodeNames();
  const nodes: FloatNode[] = [];
  const placeOf: number[] = [];
  const copyOf: number[] = [];
  const push = (node: FloatNode) => nodes.push({ ...node, name: nameOf(node.kind) }) - 1;
  const kept = (place: number) => (place === tilePlace ? tilePlace : (placeOf[place] as number));
  const copied = (place: number) => (place === tilePlace ? tilePlace : (copyOf[place] as number));
  for (const [place, node] of network.nodes.entries()) {
    if (node.kind === "convolution")
      placeOf[place] = push({
        ...node,
        inputs: node.inputs.map((input) => ({ ...input, from: copied(input.from) })),
      });
    else if (node.kind === "add")
      placeOf[place] = push({
        ...node,
        terms: node.terms.map((term) => ({ ...term, from: kept(term.from) })),
      });
    else
      placeOf[place] = push({ ...node, from: node.kind === "nearest" ? copied(node.from) : kept(node.from) });
    const fine = node.kind === "add" || (node.kind === "convolution" && !node.slopes);
    const made = placeOf[place] as number;
    copyOf[place] =
      fine && isMultiplied(network.nodes, place)
        ? push({ kind: "add", name: "", terms: [{ from: made, factor: 1 }] })
        : made;
  }
  return { network: { ...network, nodes }, placeOf };
}

function isMultiplied(nodes: readonly FloatNode[], place: number): boolean {
  return nodes.some((node) =>
    node.kind === "convolution"
      ? node.inputs.some(({ from }) => from === place)
      : node.kind === "nearest" && node.from === place,
  );
}
