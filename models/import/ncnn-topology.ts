import { fail } from "@graphiti/protocol/errors.ts";

/** A convolution or transposed convolution; sizes in pixels. */
export type NcnnConvolution = {
  kind: "convolution" | "deconvolution";
  outChannels: number;
  kernel: number;
  stride: number;
  padding: number;
  hasBias: boolean;
  weightCount: number;
  /** Of a LeakyReLU after the layer. */
  slope: number | undefined;
};

export type NcnnOperation =
  | NcnnConvolution
  | { kind: "prelu"; slopeCount: number }
  | { kind: "pixelShuffle"; scale: number }
  | { kind: "nearest"; scale: number }
  | { kind: "sum"; factors: number[] }
  | { kind: "concat" };

/** Tensors are named; `tile` is the network's input. */
export type NcnnLayer = NcnnOperation & { name: string; inputs: string[]; output: string };

export const tileTensor = "tile";
const ncnnMagic = "7767517";

/** Numbers of ncnn's parameters, from its source (each layer's load_param). */
const convolution = { outChannels: 0, kernel: 1, stride: 3, padding: 4, hasBias: 5, weightCount: 6 };
const activation = { kind: 9, slopes: -23310 };
const first = 0;
const interpolation = { mode: 0, heightScale: 1, widthScale: 2 };
const elementwise = { operation: 0, factors: -23301 };

/** The assignments after a layer's tensors, such as `0=64 1=3`. */
type Parameters = { number: (key: number, absent: number) => number; list: (key: number) => number[] };

/**
 * Reads the layers of a `.param` file. Splits are resolved: the copies of a tensor bear its name.
 * @throws GraphitiError MODEL_SOURCE for a layer that is not understood
 */
export function readTopology(text: string): NcnnLayer[] {
  const [magic, , ...lines] = text.trim().split("\n");
  if (magic?.trim() !== ncnnMagic) fail("MODEL_SOURCE", "The topology is not a text file of ncnn.");
  const layers: NcnnLayer[] = [];
  const originals = new Map<string, string>();
  for (const line of lines) {
    const [type = "", name = "", inputCount, outputCount, ...rest] = line.trim().split(/\s+/);
    const tensors = Number(inputCount) + Number(outputCount);
    const outputs = rest.slice(Number(inputCount), tensors);
    const inputs = rest.slice(0, Number(inputCount)).map((tensor) => {
      return (
        originals.get(tensor) ?? fail("MODEL_SOURCE", `Layer ${name} reads ${tensor} before it is made.`)
      );
    });
    const [output = ""] = outputs;
    if (type === "Input") originals.set(output, tileTensor);
    else if (type === "Split") for (const copy of outputs) originals.set(copy, inputs[0] as string);
    else {
      originals.set(output, output);
      layers.push({ ...readOperation(type, name, parametersOf(rest.slice(tensors))), name, inputs, output });
    }
  }
  if (layers.length === 0) fail("MODEL_SOURCE", "The topology has no layers.");
  return layers;
}

function parametersOf(assignments: string[]): Parameters {
  const values = new Map(assignments.map((assignment) => assignment.split("=") as [string, string]));
  return {
    number: (key, absent) => Number(values.get(String(key)) ?? absent),
    // An array begins with its length.
    list: (key) => (values.get(String(key)) ?? "").split(",").slice(1).map(Number),
  };
}

function readOperation(type: string, name: string, { number, list }: Parameters): NcnnOperation {
  const wrong = (what: string): never => fail("MODEL_SOURCE", `Layer ${name} ${what}.`);
  switch (type) {
    case "Convolution":
    case "Deconvolution":
      return {
        kind: type === "Convolution" ? "convolution" : "deconvolution",
        outChannels: number(convolution.outChannels, 0),
        kernel: number(convolution.kernel, 0),
        stride: number(convolution.stride, 1),
        padding: number(convolution.padding, 0),
        hasBias: number(convolution.hasBias, 0) === 1,
        weightCount: number(convolution.weightCount, 0),
        slope: slopeOf(name, number(activation.kind, 0), list(activation.slopes)),
      };
    case "PReLU":
      return { kind: "prelu", slopeCount: number(first, 0) };
    case "PixelShuffle":
      return { kind: "pixelShuffle", scale: number(first, 1) };
    case "Interp": {
      const scale = number(interpolation.heightScale, 1);
      if (number(interpolation.mode, 0) !== 1 || number(interpolation.widthScale, 1) !== scale)
        wrong("interpolates in a way that is not understood");
      return { kind: "nearest", scale };
    }
    case "BinaryOp":
      if (number(elementwise.operation, 0) !== 0) wrong("combines layers in a way that is not understood");
      return { kind: "sum", factors: [1, 1] };
    case "Eltwise": {
      const factors = list(elementwise.factors);
      if (number(elementwise.operation, 0) !== 1 || factors.length !== 2)
        wrong("combines layers in a way that is not understood");
      return { kind: "sum", factors };
    }
    case "Concat":
      return { kind: "concat" };
    default:
      return wrong(`is of the kind ${type}, which is not understood`);
  }
}

function slopeOf(name: string, kind: number, slopes: number[]): number | undefined {
  if (kind === 0) return undefined;
  const [slope] = slopes;
  if (kind !== 2 || slopes.length !== 1 || slope === undefined || !(slope > 0 && slope < 1))
    fail("MODEL_SOURCE", `Layer ${name} has an activation that is not a LeakyReLU.`);
  return slope;
}
