import {
  type Attribute,
  attributeTypes,
  type Dimension,
  elementTypes,
  encodeModel,
  type Node,
  type Tensor,
  type ValueInfo,
} from "./messages.ts";

type AttributeValue = number[] | string | { float: number } | { int: number };

/** Collects nodes in the order given; every name is chosen by the caller, so bytes are reproducible. */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #tensors: Tensor[] = [];
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];

  /** A float32 constant. @returns its name */
  constant(name: string, dims: number[], values: Float32Array): string {
    const rawData = new Uint8Array(values.length * 4);
    const view = new DataView(rawData.buffer);
    for (let at = 0; at < values.length; at++) view.setFloat32(at * 4, values[at] as number, true);
    this.#tensors.push({ name, dataType: elementTypes.float32, dims, rawData });
    return name;
  }

  /** An int64 constant of one dimension. @returns its name */
  integers(name: string, values: number[]): string {
    const rawData = new Uint8Array(values.length * 8);
    const view = new DataView(rawData.buffer);
    for (const [at, value] of values.entries()) view.setBigInt64(at * 8, BigInt(value), true);
    this.#tensors.push({ name, dataType: elementTypes.int64, dims: [values.length], rawData });
    return name;
  }

  /** An int32 constant. @returns its name */
  words(name: string, dims: number[], values: Int32Array): string {
    const rawData = new Uint8Array(values.length * 4);
    const view = new DataView(rawData.buffer);
    for (const [at, value] of values.entries()) view.setInt32(at * 4, value, true);
    this.#tensors.push({ name, dataType: elementTypes.int32, dims, rawData });
    return name;
  }

  /** A uint8 constant. @returns its name */
  bytes(name: string, dims: number[], values: Uint8Array): string {
    this.#tensors.push({ name, dataType: elementTypes.uint8, dims, rawData: values });
    return name;
  }

  /** An int8 constant. @param values −128 … 127 @returns its name */
  signedBytes(name: string, dims: number[], values: Int32Array): string {
    const rawData = new Uint8Array(Int8Array.from(values).buffer);
    this.#tensors.push({ name, dataType: elementTypes.int8, dims, rawData });
    return name;
  }

  /** One operator with one output. @param domain of whose operators; left out: ONNX's. @returns the output's name */
  operator(
    opType: string,
    output: string,
    input: string[],
    attributes: Record<string, AttributeValue> = {},
    domain?: string,
  ): string {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.#nodes.push({ name: output, opType, input, output: [output], attribute, ...(domain && { domain }) });
    return output;
  }

  input(name: string, dims: (number | string)[]): string {
    this.#inputs.push(valueInfo(name, dims));
    return name;
  }

  output(name: string, dims: (number | string)[]): void {
    this.#outputs.push(valueInfo(name, dims));
  }

  encode(graphName: string, opset: number): Uint8Array {
    const graph = {
      name: graphName,
      node: this.#nodes,
      initializer: this.#tensors,
      input: this.#inputs,
      output: this.#outputs,
    };
    return encodeModel(graph, opset);
  }
}

function attributeOf(name: string, value: AttributeValue): Attribute {
  if (Array.isArray(value)) return { name, type: attributeTypes.ints, ints: value };
  if (typeof value === "string")
    return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ("float" in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.int, i: value.int };
}

/** A number is a fixed size, a string names a size that is known when the model runs. */
function valueInfo(name: string, dims: (number | string)[]): ValueInfo {
  const dim = dims.map(
    (size): Dimension => (typeof size === "number" ? { dimValue: size } : { dimParam: size }),
  );
  return { name, type: { tensorType: { elemType: elementTypes.float32, shape: { dim } } } };
}
