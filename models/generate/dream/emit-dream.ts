import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { opset } from "../../onnx/convolution.ts";
import { GraphBuilder } from "../../onnx/graph-builder.ts";
import { canonicalJson } from "../canonical-json.ts";
import { hues, lights } from "../colour-table.ts";
import { palettes } from "../palettes.ts";
import { colouring } from "./colouring.ts";
import { layerInputs } from "./layer-inputs.ts";
import { features, group, hidden, hiddenLayers, one, outputShift, outputs, weightShift } from "./shape.ts";

const int32 = 6;

/**
 * The ONNX model of every dream: weights and colours are inputs beside the coordinates, so one model, and one
 * digest, serves all seeds; it is named for the palettes, so that other colours are another model. All tensors are float32 holding whole numbers.
 *
 * Inputs `coordinates` [1, 6, h + 1, w + 1], `grain` [1, 1, h, w], `weights0` [24, 6, 1, 1], `bias0` [24] and so on
 * for each layer, `colours` [3, 65536]. Outputs `result` [1, 3, h, w], 0 … 255, and `probe` [1, 24, h, w].
 */
export function emitDream(): Uint8Array {
  const graph = new GraphBuilder();
  let value = graph.input("coordinates", [1, features, "rows", "columns"]);
  graph.input("grain", [1, 1, "height", "width"]);
  for (let at = 0; at < hiddenLayers; at++) {
    const sums = convolve(graph, at, value, at === 0 ? features : hidden, hidden, weightShift);
    value = activate(graph, `hidden${at}`, sums);
  }
  const bounds = [
    graph.integers("start", [0, 0]),
    graph.integers("end", [-1, -1]),
    graph.integers("axes", [2, 3]),
  ];
  graph.operator("Slice", "probe", [value, ...bounds]);
  colour(graph, convolve(graph, hiddenLayers, value, hidden, outputs, outputShift));
  graph.output("result", [1, 3, "height", "width"]);
  graph.output("probe", [1, hidden, "height", "width"]);
  const colours = bytesToHex(sha256(canonicalJson(palettes)));
  return graph.encode(`dream with palettes ${colours}`, opset);
}

/** floor((bias + Σ weight · x) / 2^shift); the division follows, because weights come from outside. */
function convolve(
  graph: GraphBuilder,
  at: number,
  input: string,
  inChannels: number,
  outChannels: number,
  shift: number,
): string {
  const [weights, bias] = layerInputs(at);
  graph.input(weights, [outChannels, inChannels, 1, 1]);
  graph.input(bias, [outChannels]);
  const sums = graph.operator("Conv", `sums${at}`, [input, weights, bias], { kernel_shape: [1, 1] });
  return shifted(graph, `layer${at}`, sums, shift);
}

function activate(graph: GraphBuilder, name: string, input: string): string {
  const step = steps(graph, name);
  const part = (at: number) => {
    const range = [at * group, (at + 1) * group].map((end) => graph.integers(`${name}.${at}.${end}`, [end]));
    return step("Slice", input, ...range, graph.integers(`${name}.${at}.axis`, [1]));
  };
  const shift = (value: string, bits: number) => step("Floor", step("Mul", value, 2 ** -bits));
  /** z folded into −2 … 2, as a distance from zero and as itself. */
  const wrapped = (z: string) => {
    const turned = step("Add", z, 2 * one);
    const turns = step("Mul", shift(turned, 14), 4 * one);
    return step("Sub", step("Sub", turned, turns), 2 * one);
  };
  const wave = wrapped(part(0));
  const sine = shift(step("Mul", wave, step("Sub", 2 * one, step("Abs", wave))), 12);
  const triangle = step("Sub", one, step("Abs", wrapped(part(1))));
  const near = shift(step("Clip", part(2), -2 * one, 2 * one), 1);
  const hill = step("Sub", one, shift(step("Mul", near, near), 12));
  const bump = step("Sub", shift(step("Mul", hill, hill), 11), one);
  const held = step("Clip", part(3), -one, one);
  const slope = step("Sub", one + one / 2, shift(step("Mul", held, held), 13));
  const soft = shift(step("Mul", held, slope), 12);
  return graph.operator("Concat", name, [sine, triangle, bump, soft], { axis: { int: 1 } });
}

function colour(graph: GraphBuilder, out: string): void {
  const step = steps(graph, "colour");
  const { samples, edge, hueStep, shadowReach, shadowEnd, shadowDepth, middleLight, lightStep } = colouring;
  /** Four samples of one output in each pixel: [1, 4, h, w]. */
  const sampled = (name: string, channel: number) => {
    const weights = new Float32Array(samples.length * outputs * 4);
    for (const [k, corners] of samples.entries())
      weights.set(
        corners.map((sixteenths) => sixteenths / 16),
        (k * outputs + channel) * 4,
      );
    const kernel = graph.constant(`${name}.corners`, [samples.length, outputs, 2, 2], weights);
    return step("Floor", graph.operator("Conv", `${name}.samples`, [out, kernel], { kernel_shape: [2, 2] }));
  };
  const figure = sampled("figure", 2);
  const passage = step("Clip", step("Add", figure, edge), 0, 2 * edge);
  const hue = step(
    "Floor",
    step("Mul", step("Add", sampled("hue", 0), step("Mul", passage, hueStep)), 1 / 16),
  );
  const rounds = step("Floor", step("Mul", hue, 1 / hues));
  const place = step("Sub", hue, step("Mul", rounds, hues));
  const rise = step("Clip", step("Add", figure, shadowReach - edge), 0, shadowReach);
  const fall = step("Clip", step("Mul", step("Sub", edge, figure), shadowEnd), 0, shadowReach);
  const shadow = step("Mul", step("Min", rise, fall), shadowDepth);
  const offsets = Float32Array.from(samples, (_, k) => middleLight + lightStep * k);
  const offset = graph.constant("light.offsets", [1, samples.length, 1, 1], offsets);
  const grained = step("Add", step("Add", sampled("light", 1), "grain"), offset);
  const light = step(
    "Clip",
    step("Floor", step("Mul", step("Sub", grained, shadow), 1 / 256)),
    0,
    lights - 1,
  );
  const index = step("Add", step("Mul", light, hues), place);
  const whole = graph.operator("Cast", "colour.index", [index], { to: { int: int32 } });
  graph.input("colours", [3, lights * hues]);
  const seen = graph.operator("Gather", "colour.seen", ["colours", whole], { axis: { int: 1 } });
  const mean = graph.operator("ReduceMean", "colour.mean", [seen], { axes: [2], keepdims: { int: 0 } });
  const rounded = step("Floor", step("Add", mean, 0.5));
  graph.operator("Transpose", "result", [rounded], { perm: [1, 0, 2, 3] });
}

function shifted(graph: GraphBuilder, name: string, input: string, bits: number): string {
  const unit = graph.constant(`${name}.unit`, [], Float32Array.of(2 ** -bits));
  return graph.operator("Floor", name, [graph.operator("Mul", `${name}.scaled`, [input, unit])]);
}

/** Adds operators whose names count up; a number among the inputs becomes a constant. */
function steps(graph: GraphBuilder, name: string) {
  let count = 0;
  return (opType: string, ...inputs: (string | number)[]): string => {
    const output = `${name}.${count++}`;
    const given = inputs.map((input, at) =>
      typeof input === "number" ? graph.constant(`${output}.${at}`, [], Float32Array.of(input)) : input,
    );
    return graph.operator(opType, output, given);
  };
}
