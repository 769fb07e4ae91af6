/** The project's own art: layered dunes under a low sun, drawn by arithmetic. Free of anybody's rights. */

type Rgb = readonly [number, number, number];

const mix = (a: number, b: number, t: number) => a + (b - a) * t;
const mixRgb = (a: Rgb, b: Rgb, t: number): Rgb => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
];
const smooth = (t: number) => t * t * (3 - 2 * t);
const clamp01 = (t: number) => (t < 0 ? 0 : t > 1 ? 1 : t);
const ramp = (from: number, to: number, value: number) => smooth(clamp01((value - from) / (to - from)));

/** A number in [0, 1) that depends on three integers only. */
function scatter(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Smooth noise in [0, 1). */
function noise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = smooth(x - column);
  const v = smooth(y - row);
  const top = mix(scatter(column, row, seed), scatter(column + 1, row, seed), u);
  const bottom = mix(scatter(column, row + 1, seed), scatter(column + 1, row + 1, seed), u);
  return mix(top, bottom, v);
}

function octaves(x: number, y: number, seed: number, count: number): number {
  let sum = 0;
  let weight = 0.5;
  for (let octave = 0; octave < count; octave++) {
    sum += weight * noise(x * 2 ** octave, y * 2 ** octave, seed + octave);
    weight /= 2;
  }
  return sum;
}

const dunes = 9;
const night: Rgb = [17, 20, 42];
const dusk: Rgb = [226, 92, 74];
const gold: Rgb = [255, 205, 128];
const deep: Rgb = [20, 16, 38];
const far: Rgb = [186, 82, 92];
const ink: Rgb = [12, 10, 24];

function sky(x: number, y: number): Rgb {
  const glow = mixRgb(mixRgb(night, dusk, ramp(0, 0.5, y)), gold, ramp(0.34, 0.66, y));
  const distance = Math.hypot(x - 0.68, y - 0.36);
  const sun = ramp(0.131, 0.127, distance);
  const corona = 0.45 * Math.exp(-distance * 5);
  const clouds = ramp(0.48, 0.62, octaves(x * 3 + 9, y * 16, 71, 4)) * 0.35 * ramp(0.02, 0.3, y);
  const lit = mixRgb(mixRgb(glow, gold, corona), [255, 236, 196], sun);
  const star = scatter(Math.floor(x * 340), Math.floor(y * 340), 5) > 0.9975 ? ramp(0.3, 0, y) : 0;
  return mixRgb(mixRgb(lit, dusk, clouds * (1 - sun * 0.6)), [255, 250, 235], star * 0.8);
}

function crest(x: number, layer: number): number {
  const depth = layer / (dunes - 1);
  const wave = octaves(x * mix(2.4, 1.1, depth) + layer * 3.7, layer * 1.9, 11 + layer, 3);
  return mix(0.46, 0.98, depth ** 1.25) + (wave - 0.45) * mix(0.12, 0.34, depth);
}

function colourAt(x: number, y: number): Rgb {
  let colour = sky(x, y);
  for (let layer = 0; layer < dunes; layer++) {
    const below = y - crest(x, layer);
    if (below < 0) continue;
    const depth = layer / (dunes - 1);
    const body = mixRgb(far, deep, depth ** 0.7);
    const ripples = Math.sin((below * mix(190, 70, depth) + octaves(x * 5, y * 9, 31 + layer, 3) * 9) * 1.4);
    const light = Math.exp(-below * mix(26, 9, depth)) * mix(0.75, 0.42, depth);
    const shaded = mixRgb(body, gold, clamp01(light + ripples * 0.045 * (1 - depth * 0.4)));
    const outline = ramp(0.0042, 0.0014, below) * mix(0.35, 0.95, depth);
    colour = mixRgb(shaded, ink, outline);
  }
  return colour;
}

const samples = 2;

/** Interleaved RGB of a square picture. */
export function paintSample(size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0];
      for (let sub = 0; sub < samples * samples; sub++) {
        const x = (column + ((sub % samples) + 0.5) / samples) / size;
        const y = (row + (Math.floor(sub / samples) + 0.5) / samples) / size;
        colourAt(x, y).forEach((value, channel) => {
          sum[channel] = (sum[channel] as number) + value;
        });
      }
      const at = (row * size + column) * 3;
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = Math.round((sum[channel] as number) / samples ** 2);
    }
  }
  return pixels;
}
