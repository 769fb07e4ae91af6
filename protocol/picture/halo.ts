/** A picture region in planar bytes: channels × height × width. */
export type Planar = { data: Uint8Array; channels: number; width: number; height: number };

/** A rectangle in pixels; may reach beyond the picture on every side. */
export type Rectangle = { x: number; y: number; width: number; height: number };

const clamp = (value: number, max: number) => (value < 0 ? 0 : value > max ? max : value);

/** The part of a rectangle that lies inside a picture of the given size; at least one pixel. */
export function clipTo(rectangle: Rectangle, width: number, height: number): Rectangle {
  const left = clamp(rectangle.x, width - 1);
  const top = clamp(rectangle.y, height - 1);
  const right = clamp(rectangle.x + rectangle.width - 1, width - 1);
  const bottom = clamp(rectangle.y + rectangle.height - 1, height - 1);
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Interleaved pixels of `inside` made into three planes over the whole of `wanted`,
 * the border of the picture replicated outwards.
 * @param pick channels of the source to take, one for each plane of the result
 */
export function replicateBorder(
  interleaved: Uint8Array,
  sourceChannels: number,
  inside: Rectangle,
  wanted: Rectangle,
  pick: readonly [number, number, number],
): Planar {
  const { width, height } = wanted;
  const data = new Uint8Array(3 * width * height);
  const columns = Int32Array.from(
    { length: width },
    (_, x) => clamp(wanted.x + x - inside.x, inside.width - 1) * sourceChannels,
  );
  for (let y = 0; y < height; y++) {
    const row = clamp(wanted.y + y - inside.y, inside.height - 1) * inside.width * sourceChannels;
    for (let plane = 0; plane < 3; plane++) {
      const source = row + (pick[plane] as number);
      const target = (plane * height + y) * width;
      for (let x = 0; x < width; x++)
        data[target + x] = interleaved[source + (columns[x] as number)] as number;
    }
  }
  return { data, channels: 3, width, height };
}
