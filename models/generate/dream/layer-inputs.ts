/** Names of a layer's weights and bias among the inputs of the ONNX model. */
export const layerInputs = (at: number) => [`weights${at}`, `bias${at}`] as const;
