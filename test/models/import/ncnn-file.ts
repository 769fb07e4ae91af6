/** A chain in ncnn's form: one 3×3 convolution with a LeakyReLU, then the upscaling transposed convolution. */
export const topology = `7767517
3 3
Input            input   0 1 data 0=8 1=8 2=3
Convolution      first   1 1 data hidden 0=2 1=3 5=1 6=54 9=2 -23310=1,0.100000
Deconvolution    second  1 1 hidden out 0=3 1=4 3=2 4=3 5=1 6=96
`;

const half = { one: 0x3c00, minusTwo: 0xc000, third: 0x3555, tiny: 0x0001 };

/** Weights of {@link topology}: float16 for the first layer, float32 for the second. */
export function weightsFile(): Uint8Array {
  const bytes = new Uint8Array(4 + 2 * 54 + 4 * 2 + 4 + 4 * 96 + 4 * 3);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x01306b47, true);
  for (let at = 0; at < 54; at++) view.setUint16(4 + 2 * at, half.one, true);
  view.setUint16(4, half.minusTwo, true);
  view.setUint16(6, half.third, true);
  view.setUint16(8, half.tiny, true);
  view.setFloat32(112, 0.5, true);
  view.setFloat32(116, -0.25, true);
  for (let at = 0; at < 96; at++) view.setFloat32(124 + 4 * at, at / 128, true);
  for (let c = 0; c < 3; c++) view.setFloat32(508 + 4 * c, c, true);
  return bytes;
}
