import type { Compiled } from "../compile.ts";
import { deploy } from "../deploy.ts";
import { Dice } from "../protocol/cases.ts";
import { drawDreamNeuron, layersOfDream } from "./dream-cases.ts";
import { drawNeuron, type Neuron, type PlaceCase, placesOf, type Tile } from "./neuron-cases.ts";
import { randomNetwork } from "./random-network.ts";

/** Neurons that are drawn from one network before the next is made. */
const perNetwork = 100;
const batchSize = 100;

/** A tile of noise, large enough to keep something of it. */
function noiseTile(dice: Dice): Tile {
  const [width, height] = [dice.between(5, 8), dice.between(5, 8)];
  const planar = Uint8Array.from({ length: 3 * width * height }, () => Number(dice.bits(8)));
  return { planar, width, height };
}

/** Values of all kinds of layers, as the interpreters have them; the same for the same seed. */
export function* drawNeurons(count: number, seed: number): Generator<Neuron> {
  const dice = new Dice(seed);
  for (let drawn = 0; drawn < count; ) {
    const network = randomNetwork(dice);
    const places = placesOf(network, noiseTile(dice));
    const dream = layersOfDream(dice);
    for (let n = 0; n < perNetwork && drawn < count; n++, drawn++)
      yield n % 4 === 0 ? drawDreamNeuron(dice, dream) : drawNeuron(dice, network, places);
  }
}

export type Disagreement = { kind: Neuron["kind"]; interpreter: number; contract: number };

/** Asks a contract for every neuron. */
export async function disagreements(compiled: Compiled, neurons: Iterable<Neuron>) {
  const { ask } = await deploy(compiled);
  const found: Disagreement[] = [];
  const asked: Partial<Record<Neuron["kind"], number>> = {};
  const settle = async (kind: Neuron["kind"], some: Neuron[]) => {
    const answers = await ask(
      kind,
      some.map(({ given }) => given),
      batchSize,
    );
    for (const [at, neuron] of some.entries()) {
      const said = answers[at];
      const contract = "valueAt" in neuron ? neuron.valueAt(said as PlaceCase) : Number(said);
      if (contract !== neuron.answer) found.push({ kind, interpreter: neuron.answer, contract });
    }
    asked[kind] = (asked[kind] ?? 0) + some.length;
  };
  const waiting = new Map<Neuron["kind"], Neuron[]>();
  for (const neuron of neurons) {
    const some = waiting.get(neuron.kind) ?? [];
    waiting.set(neuron.kind, some);
    some.push(neuron);
    if (some.length === batchSize) await settle(neuron.kind, some.splice(0));
  }
  for (const [kind, some] of waiting) if (some.length > 0) await settle(kind, some);
  return { found, asked };
}
