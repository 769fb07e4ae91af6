import { fail } from "@graphiti/protocol/errors.ts";
import type { FloatConvolution, FloatNetwork, FloatNode } from "../float-network.ts";
import { tilePlace } from "../integer-network.ts";
import { type LayerStatistics, measuredPlaces } from "./calibration.ts";
import type { QuantiserOptions } from "./quantise.ts";
import { isCopy } from "./trunk-copies.ts";

/** What one integer step of a node's output is worth, by channel, and the largest magnitude in steps. */
export type Scale = { step: number[]; levels: number };

/**
 * Which nodes share their steps, and what they are. Terms of an addition share the sum's step where nothing then has
 * to be multiplied: a term of factor 1, and a convolution that only the addition reads, whose weights can take up the
 * factor. All that touches pixels counts in pixels.
 */
export type ScalePlan = {
  scales: Map<number, Scale>;
  /** Factors that convolutions take up, by place. */
  folded: Map<number, number>;
  statistics: Map<number, LayerStatistics>;
};

export function planScales(
  network: FloatNetwork,
  measured: readonly LayerStatistics[],
  options: QuantiserOptions,
): ScalePlan {
  const { nodes } = network;
  const statistics = statisticsByPlace(network, measured);
  const { groupOf, folded } = groupsOf(nodes);
  const members = new Map<number, number[]>();
  for (const place of [tilePlace, ...nodes.keys()])
    members.set(groupOf(place), [...(members.get(groupOf(place)) ?? []), place]);
  const scales = new Map<number, Scale>();
  for (const places of members.values()) {
    const copy = nodes[places.find((place) => isCopy(nodes[place])) ?? tilePlace];
    const scale =
      copy?.kind === "add"
        ? coarser(scales.get(copy.terms[0]?.from ?? tilePlace) as Scale, options)
        : scaleOf(places, network, statistics, folded, options);
    for (const place of places) scales.set(place, scale);
  }
  return { scales, folded, statistics };
}

function statisticsByPlace(network: FloatNetwork, measured: readonly LayerStatistics[]) {
  const places = [tilePlace, ...measuredPlaces(network)];
  if (measured.length !== places.length)
    fail("MODEL_SOURCE", `There are statistics of ${measured.length} layers for ${places.length}.`);
  return new Map(places.map((place, at) => [place, measured[at] as LayerStatistics]));
}

function groupsOf(nodes: readonly FloatNode[]) {
  const parents = new Map<number, number>();
  const groupOf = (place: number): number => {
    const parent = parents.get(place);
    return parent === undefined ? place : groupOf(parent);
  };
  const tie = (one: number, other: number) => {
    if (groupOf(one) !== groupOf(other)) parents.set(groupOf(one), groupOf(other));
  };
  const readers = readersOf(nodes);
  const folded = new Map<number, number>();
  for (const [place, node] of nodes.entries()) {
    if (node.kind !== "convolution" && node.kind !== "add") tie(node.from, place);
    if (node.kind !== "add" || isCopy(node)) continue;
    for (const { from, factor } of node.terms) {
      const source = nodes[from];
      const plain = source?.kind === "convolution" && !source.slopes && readers.get(from) === 1;
      if (plain) folded.set(from, factor);
      if (plain || factor === 1) tie(from, place);
    }
  }
  return { groupOf, folded };
}

function readersOf(nodes: readonly FloatNode[]): Map<number, number> {
  const readers = new Map<number, number>();
  for (const node of nodes) {
    const reads = node.kind === "convolution" ? node.inputs : node.kind === "add" ? node.terms : [node];
    for (const { from } of reads) readers.set(from, (readers.get(from) ?? 0) + 1);
  }
  return readers;
}

function scaleOf(
  places: readonly number[],
  { nodes, unit }: FloatNetwork,
  statistics: Map<number, LayerStatistics>,
  folded: Map<number, number>,
  { activationBits, trunkBits, margin }: QuantiserOptions,
): Scale {
  const channels = Math.max(...places.map((place) => channelsOf(nodes, place)));
  if (places.includes(tilePlace) || places.includes(nodes.length - 1))
    return { step: new Array<number>(channels).fill(unit), levels: 255 };
  const isTrunk = places.some((place) => nodes[place]?.kind === "add");
  const levels = 2 ** (isTrunk ? trunkBits : activationBits) - 1;
  const step = Array.from({ length: channels }, (_, c) => {
    const seen = places.map((place) => {
      return (statistics.get(place)?.largest[c] ?? 0) * Math.abs(folded.get(place) ?? 1);
    });
    const largest = Math.max(...seen);
    return largest > 0 ? (largest * margin) / levels : 1e-3;
  });
  return { step, levels };
}

/** Steps so much larger that trunk values fit hidden ones: a power of two. */
function coarser({ step }: Scale, { activationBits, trunkBits }: QuantiserOptions): Scale {
  const ratio = 2 ** (trunkBits - activationBits);
  return { step: step.map((value) => value * ratio), levels: 2 ** activationBits - 1 };
}

function channelsOf(nodes: readonly FloatNode[], place: number): number {
  const node = nodes[place];
  if (!node) return 3;
  if (node.kind === "convolution") return (node satisfies FloatConvolution).outChannels;
  if (node.kind === "add") return channelsOf(nodes, node.terms[0]?.from ?? tilePlace);
  const before = channelsOf(nodes, node.from);
  return node.kind === "pixels" ? before / node.scale ** 2 : before;
}
