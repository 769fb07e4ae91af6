import { fail } from "@graphiti/protocol/errors.ts";

/** A convolution or transposed convolution of an ncnn chain; sizes in pixels. */
export type NcnnLayer = {
  kind: "convolution" | "deconvolution";
  name: string;
  outChannels: number;
  kernel: number;
  stride: number;
  padding: number;
  hasBias: boolean;
  weightCount: number;
  /** Of a LeakyReLU after the layer. */
  slope: number | undefined;
};

const ncnnMagic = "7767517";
/** Numbers of ncnn's parameters, from its source (Convolution::load_param). */
const parameter = {
  outChannels: "0",
  kernel: "1",
  stride: "3",
  padding: "4",
  hasBias: "5",
  weightCount: "6",
};
const activation = { kind: "9", slopes: "-23310" };

/**
 * Reads the layers of a `.param` file that is one chain of (transposed) convolutions.
 * @throws GraphitiError MODEL_SOURCE for anything else
 */
export function readTopology(text: string): NcnnLayer[] {
  const [magic, , ...lines] = text.trim().split("\n");
  if (magic?.trim() !== ncnnMagic) fail("MODEL_SOURCE", "The topology is not a text file of ncnn.");
  const layers: NcnnLayer[] = [];
  let tensor: string | undefined;
  for (const line of lines) {
    const [type = "", name = "", inputs, outputs, ...rest] = line.trim().split(/\s+/);
    const blobs = rest.slice(0, Number(inputs) + Number(outputs));
    if (type === "Input") {
      tensor = blobs[0];
      continue;
    }
    if (inputs !== "1" || outputs !== "1" || blobs[0] !== tensor)
      fail("MODEL_SOURCE", `Layer ${name} does not follow the one before it.`);
    tensor = blobs[1];
    layers.push(readLayer(type, name, rest.slice(2)));
  }
  if (layers.length === 0) fail("MODEL_SOURCE", "The topology has no layers.");
  return layers;
}

function readLayer(type: string, name: string, assignments: string[]): NcnnLayer {
  const kind =
    type === "Convolution" ? "convolution" : type === "Deconvolution" ? "deconvolution" : undefined;
  if (!kind) fail("MODEL_SOURCE", `Layer ${name} is of the kind ${type}, which is not understood.`);
  const values = new Map(assignments.map((assignment) => assignment.split("=") as [string, string]));
  const number = (key: string, absent: number) => Number(values.get(key) ?? absent);
  return {
    kind,
    name,
    outChannels: number(parameter.outChannels, 0),
    kernel: number(parameter.kernel, 0),
    stride: number(parameter.stride, 1),
    padding: number(parameter.padding, 0),
    hasBias: number(parameter.hasBias, 0) === 1,
    weightCount: number(parameter.weightCount, 0),
    slope: readSlope(name, values),
  };
}

function readSlope(name: string, values: Map<string, string>): number | undefined {
  const kind = values.get(activation.kind) ?? "0";
  if (kind === "0") return undefined;
  const [count, slope] = (values.get(activation.slopes) ?? "").split(",").map(Number);
  if (kind !== "2" || count !== 1 || slope === undefined || !(slope > 0 && slope < 1))
    fail("MODEL_SOURCE", `Layer ${name} has an activation that is not a LeakyReLU.`);
  return slope;
}
