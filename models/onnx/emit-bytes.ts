import { type ByteLayer, proveBytes } from "../byte-proof.ts";
import { type IntegerNetwork, kernelSize, type ToPixels } from "../integer-network.ts";
import { depthToSpace, opset } from "./convolution.ts";
import { tensorNames } from "./emit-integer.ts";
import { GraphBuilder } from "./graph-builder.ts";

/** Operators of ONNX Runtime's own. */
const own = "com.microsoft";
/** A hair above one: halves, which would go to the even neighbour, go up; with shifts up to 9 nothing else moves. */
const tableUnit = 1 + 2 ** -18;

/**
 * An ONNX model that computes an integer network on bytes: weights of 8 bits, sums of 32 bits. Inputs and outputs are
 * those of `emitInteger`. Rows of pixels lie channel by channel in between.
 * @throws GraphitiError MODEL_UNSOUND for a network that bytes do not compute exactly
 */
export function emitBytes(network: IntegerNetwork): Uint8Array {
  const layers = proveBytes(network);
  const graph = new GraphBuilder();
  const tile = graph.input(tensorNames.pixels, [1, 3, "height", "width"]);
  const bytes = graph.operator("Cast", "tile.bytes", [tile], { to: { int: 2 } });
  let values = toLast(graph, "tile", bytes);
  for (const [place, layer] of layers.entries()) {
    values = emitLayer(graph, layer, values);
    if (place !== network.probe) continue;
    const planes = graph.operator("Transpose", "probe.bytes", [values], { perm: [0, 3, 1, 2] });
    const zero = graph.bytes("probe.zero", [], Uint8Array.of(layer.zero));
    graph.operator("DequantizeLinear", tensorNames.probe, [planes, one(graph, "probe.unit"), zero]);
  }
  const { scale } = network.nodes.at(-1) as ToPixels;
  const planes = graph.operator("Transpose", "result.bytes", [values], { perm: [0, 3, 1, 2] });
  const floats = graph.operator("Cast", "result.planes", [planes], { to: { int: 1 } });
  depthToSpace(graph, floats, tensorNames.result, scale);
  graph.output(tensorNames.result, [1, 3, "resultHeight", "resultWidth"]);
  const probed = layers[network.probe] as ByteLayer;
  graph.output(tensorNames.probe, [1, probed.node.outChannels, "probeHeight", "probeWidth"]);
  return graph.encode("bytes", opset);
}

function toLast(graph: GraphBuilder, name: string, values: string): string {
  return graph.operator("Transpose", `${name}.last`, [values], { perm: [0, 2, 3, 1] });
}

function emitLayer(graph: GraphBuilder, layer: ByteLayer, values: string): string {
  return layer.form === "table" ? emitTable(graph, layer, values) : emitFloatSlope(graph, layer, values);
}

/** z is a byte: the convolution rounds, clamps and moves it there, and a table of 256 entries bends it. */
function emitTable(graph: GraphBuilder, layer: ByteLayer, values: string): string {
  const { node, part, bias, zeroBefore, zero } = layer;
  const { name, outChannels, slope } = node;
  const none = graph.bytes(`${name}.none`, [], Uint8Array.of(0));
  const unit = one(graph, `${name}.unit`);
  // The half that turns a floor into rounding is the kernel's own; the zero is part of the sum.
  const moved = bias.map((value, c) => {
    const shift = part.shifts[c] as number;
    return value - 2 ** (shift - 1) + zeroBefore * 2 ** shift;
  });
  const z = graph.operator(
    "QLinearConv",
    `${name}.bytes`,
    [
      ...[values, unit, none],
      graph.signedBytes(
        `${name}.weights`,
        [outChannels, part.inChannels, kernelSize, kernelSize],
        part.weights,
      ),
      graph.constant(
        `${name}.steps`,
        [outChannels],
        Float32Array.from(part.shifts, (shift) => tableUnit * 2 ** -shift),
      ),
      graph.signedBytes(`${name}.nones`, [outChannels], new Int32Array(outChannels)),
      ...[unit, none],
      graph.words(`${name}.bias`, [outChannels], moved),
    ],
    { kernel_shape: [kernelSize, kernelSize], channels_last: { int: 1 } },
    own,
  );
  if (!slope) return z;
  const alpha = (slope.numerators[0] as number) / 2 ** slope.shift;
  const from = graph.bytes(`${name}.zeroBefore`, [], Uint8Array.of(zeroBefore));
  const to = graph.bytes(`${name}.zero`, [], Uint8Array.of(zero));
  return graph.operator(
    "QLinearLeakyRelu",
    name,
    [z, unit, from, unit, to],
    { alpha: { float: alpha } },
    own,
  );
}

/** z is a float: the kernel's patches side by side, one product of matrices, and the slope before the bytes. */
function emitFloatSlope(graph: GraphBuilder, { node, part, bias, zero }: ByteLayer, values: string): string {
  const { name, outChannels, slope } = node;
  const { inChannels, shifts } = part;
  const taps = kernelSize ** 2;
  const end = (at: number) => (at === kernelSize - 1 ? 2 ** 30 : at - kernelSize + 1);
  const axes = graph.integers(`${name}.axes`, [1, 2]);
  const moved = Array.from({ length: taps }, (_, tap) => {
    const [y, x] = [Math.floor(tap / kernelSize), tap % kernelSize];
    const starts = graph.integers(`${name}.starts${tap}`, [y, x]);
    const ends = graph.integers(`${name}.ends${tap}`, [end(y), end(x)]);
    return graph.operator("Slice", `${name}.tap${tap}`, [values, starts, ends, axes]);
  });
  const patches = graph.operator("Concat", `${name}.patches`, moved, { axis: { int: 3 } });
  const turned = new Int32Array(part.weights.length);
  for (let c = 0; c < outChannels; c++)
    for (let i = 0; i < inChannels; i++)
      for (let tap = 0; tap < taps; tap++)
        turned[(tap * inChannels + i) * outChannels + c] = part.weights[
          (c * inChannels + i) * taps + tap
        ] as number;
  const product = graph.operator(
    "MatMulIntegerToFloat",
    `${name}.sum`,
    [
      patches,
      graph.signedBytes(`${name}.weights`, [taps * inChannels, outChannels], turned),
      one(graph, `${name}.unit`),
      graph.constant(
        `${name}.steps`,
        [outChannels],
        Float32Array.from(shifts, (shift) => 2 ** -shift),
      ),
      graph.bytes(`${name}.none`, [], Uint8Array.of(0)),
      graph.signedBytes(`${name}.nones`, [outChannels], new Int32Array(outChannels)),
      graph.constant(
        `${name}.bias`,
        [outChannels],
        Float32Array.from(bias, (value, c) => value * 2 ** -(shifts[c] as number)),
      ),
    ],
    {},
    own,
  );
  const whole = graph.operator("Floor", `${name}.whole`, [product]);
  const alpha = slope ? (slope.numerators[0] as number) / 2 ** slope.shift : 1;
  const bent = graph.operator("LeakyRelu", `${name}.bent`, [whole], { alpha: { float: alpha } });
  const to = graph.bytes(`${name}.zero`, [], Uint8Array.of(zero));
  return graph.operator("QuantizeLinear", name, [bent, one(graph, `${name}.step`), to]);
}

function one(graph: GraphBuilder, name: string): string {
  return graph.constant(name, [], Float32Array.of(1));
}
