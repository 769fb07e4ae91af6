import protobuf from "protobufjs/light.js";

/*
 * The part of ONNX that our graphs use. Names, numbers and types are those of onnx.proto (IR version 8).
 * Fields of proto2 messages: repeated numbers are not packed.
 */
const unpacked = { packed: false };

const schema = protobuf.Root.fromJSON({
  nested: {
    OperatorSetId: { fields: { domain: field("string", 1), version: field("int64", 2) } },
    Dimension: { fields: { dimValue: field("int64", 1), dimParam: field("string", 2) } },
    Shape: { fields: { dim: repeated("Dimension", 1) } },
    TensorType: { fields: { elemType: field("int32", 1), shape: field("Shape", 2) } },
    Type: { fields: { tensorType: field("TensorType", 1) } },
    ValueInfo: { fields: { name: field("string", 1), type: field("Type", 2) } },
    Tensor: {
      fields: {
        dims: { ...repeated("int64", 1), options: unpacked },
        dataType: field("int32", 2),
        name: field("string", 8),
        rawData: field("bytes", 9),
      },
    },
    Attribute: {
      fields: {
        name: field("string", 1),
        f: field("float", 2),
        i: field("int64", 3),
        s: field("bytes", 4),
        ints: { ...repeated("int64", 8), options: unpacked },
        type: field("int32", 20),
      },
    },
    Node: {
      fields: {
        input: repeated("string", 1),
        output: repeated("string", 2),
        name: field("string", 3),
        opType: field("string", 4),
        attribute: repeated("Attribute", 5),
        domain: field("string", 7),
      },
    },
    Graph: {
      fields: {
        node: repeated("Node", 1),
        name: field("string", 2),
        initializer: repeated("Tensor", 5),
        input: repeated("ValueInfo", 11),
        output: repeated("ValueInfo", 12),
      },
    },
    Model: {
      fields: {
        irVersion: field("int64", 1),
        producerName: field("string", 2),
        graph: field("Graph", 7),
        opsetImport: repeated("OperatorSetId", 8),
      },
    },
  },
});

function field(type: string, id: number) {
  return { type, id };
}

function repeated(type: string, id: number) {
  return { rule: "repeated", type, id };
}

export const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
export const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

export type Attribute = {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  ints?: number[];
};
export type Tensor = { name: string; dataType: number; dims: number[]; rawData: Uint8Array };
export type Node = {
  name: string;
  opType: string;
  input: string[];
  output: string[];
  attribute: Attribute[];
  /** Left out: the default operators. */
  domain?: string;
};
export type Dimension = { dimValue: number } | { dimParam: string };
export type ValueInfo = {
  name: string;
  type: { tensorType: { elemType: number; shape: { dim: Dimension[] } } };
};
export type Graph = {
  name: string;
  node: Node[];
  initializer: Tensor[];
  input: ValueInfo[];
  output: ValueInfo[];
};

/** Bytes of an ONNX model with the operators of `opset`, and of other domains. The same graph gives the same bytes. */
export function encodeModel(graph: Graph, opset: number): Uint8Array {
  const model = schema.lookupType("Model");
  const others = new Set(graph.node.flatMap(({ domain }) => domain ?? []));
  const opsetImport = [
    { domain: "", version: opset },
    ...Array.from(others, (domain) => ({ domain, version: 1 })),
  ];
  return model.encode({ irVersion: 8, producerName: "graphiti", graph, opsetImport }).finish();
}
