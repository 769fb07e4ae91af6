/**
 * How the error of one rounded weight is best made up for by the weights that are not rounded yet, given what they
 * are multiplied with (GPTQ, Frantar et al. 2022). With H = Σ patchᵀ · patch, damped by a hundredth of its mean
 * diagonal, it is the upper triangular U for which H⁻¹ = Uᵀ · U. Plain float64 sums and roots in one order: every
 * machine finds the same.
 * @param steps what one unit of each input channel is worth
 * @returns [n][n]
 */
export function feedbackOf(patches: readonly Float64Array[], steps: readonly number[]): Float64Array {
  const n = patches[0]?.length ?? 0;
  const covariance = covarianceOf(patches, steps, n);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += covariance[i * n + i] as number;
  for (let i = 0; i < n; i++) covariance[i * n + i] = (covariance[i * n + i] as number) + (0.01 * trace) / n;
  const inverse = inverseOfLower(choleskyFromTheEnd(covariance, n), n);
  const upper = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) upper[i * n + j] = inverse[(n - 1 - i) * n + n - 1 - j] as number;
  return upper;
}

/** Rounds weights one by one and lets the others take up what each loses. */
export function roundWithFeedback(weights: Float64Array, upper: Float64Array, largest: number): Int32Array {
  const n = weights.length;
  const left = Float64Array.from(weights);
  const rounded = new Int32Array(n);
  for (let j = 0; j < n; j++) {
    const wanted = left[j] as number;
    const value = Math.max(-largest, Math.min(largest, Math.round(wanted)));
    rounded[j] = value;
    const error = (wanted - value) / (upper[j * n + j] as number);
    for (let k = j + 1; k < n; k++) left[k] = (left[k] as number) - error * (upper[j * n + k] as number);
  }
  return rounded;
}

/** The lower triangle of Σ patchᵀ · patch. */
function covarianceOf(patches: readonly Float64Array[], steps: readonly number[], n: number): Float64Array {
  const sums = new Float64Array(n * n);
  const taps = n / steps.length;
  const scaled = new Float64Array(n);
  for (const patch of patches) {
    for (let i = 0; i < n; i++) scaled[i] = (patch[i] as number) / (steps[Math.floor(i / taps)] as number);
    for (let i = 0; i < n; i++) {
      const value = scaled[i] as number;
      if (value === 0) continue;
      const row = i * n;
      for (let j = 0; j <= i; j++) sums[row + j] = (sums[row + j] as number) + value * (scaled[j] as number);
    }
  }
  return sums;
}

/** Lower L with L · Lᵀ = the matrix with rows and columns in reverse. */
function choleskyFromTheEnd(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[(n - 1 - j) * n + n - 1 - i] as number;
      const [a, b] = [i * n, j * n];
      for (let k = 0; k < j; k++) sum -= (lower[a + k] as number) * (lower[b + k] as number);
      lower[a + j] = i === j ? Math.sqrt(sum) : sum / (lower[b + j] as number);
    }
  return lower;
}

function inverseOfLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < i; k++) {
      const factor = lower[i * n + k] as number;
      for (let j = 0; j <= k; j++) row[j] = (row[j] as number) - factor * (inverse[k * n + j] as number);
    }
    const scale = 1 / (lower[i * n + i] as number);
    for (let j = 0; j < i; j++) row[j] = (row[j] as number) * scale;
    row[i] = scale;
  }
  return inverse;
}
