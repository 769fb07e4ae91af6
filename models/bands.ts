/** One band of a tile, in rows from the top of the haloed tile, of the result and of the probe. */
export type Band = {
  /** The rows of the haloed tile to compute from. */
  inputTop: number;
  inputRows: number;
  /** All rows that the network gives for `result`, and where they belong. */
  resultTop: number;
  resultRows: number;
  /** How many of the first rows of `probe` belong to this band; the next band gives the rest. */
  probeTop: number;
  probeRows: number;
};

/** The probe is one 3×3 convolution away from the result, so it is one pixel larger on each side. */
const probeMargin = 1;

/**
 * Cuts a tile into bands of full width, top to bottom, so that memory does not grow with the tile. The halo is
 * the receptive field: bands give the very rows that the whole tile gives.
 * @param coreRows height of the tile without its halo
 * @param bandRows most rows of the core in one band
 */
export function bandsOf(
  coreRows: number,
  bandRows: number,
  geometry: { scale: number; halo: number },
): Band[] {
  const { scale, halo } = geometry;
  return Array.from({ length: Math.ceil(coreRows / bandRows) }, (_, index) => {
    const top = index * bandRows;
    const rows = Math.min(bandRows, coreRows - top);
    const last = top + rows === coreRows;
    return {
      inputTop: top,
      inputRows: rows + 2 * halo,
      resultTop: top * scale,
      resultRows: rows * scale,
      probeTop: top,
      probeRows: last ? rows + 2 * probeMargin : rows,
    };
  });
}
