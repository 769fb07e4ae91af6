/** Length and place in pixels of the input. */
export type Box = { x: number; y: number; width: number; height: number };

export type Grid = { width: number; height: number; tileCore: number };

/** Tiles of one plane: colours and transparency lie over the same places. */
export const tilesPerPlane = ({ width, height, tileCore }: Grid): number =>
  Math.ceil(width / tileCore) * Math.ceil(height / tileCore);

/** What a run of tiles covers within one plane: at most three boxes, since tiles are counted row by row. */
function boxesOf(grid: Grid, first: number, count: number): Box[] {
  const columns = Math.ceil(grid.width / grid.tileCore);
  const boxes: Box[] = [];
  let at = first;
  const end = first + count;
  while (at < end) {
    const column = at % columns;
    const whole = Math.floor((end - at) / columns);
    // A part of a row, or as many whole rows as there are.
    const [across, down] =
      column === 0 && whole > 0 ? [columns, whole] : [Math.min(columns - column, end - at), 1];
    boxes.push(clipped(grid, column, Math.floor(at / columns), across, down));
    at += across * down;
  }
  return boxes;
}

function clipped(
  { width, height, tileCore }: Grid,
  column: number,
  row: number,
  across: number,
  down: number,
): Box {
  const [x, y] = [column * tileCore, row * tileCore];
  return {
    x,
    y,
    width: Math.min(across * tileCore, width - x),
    height: Math.min(down * tileCore, height - y),
  };
}

/** What a run of tiles covers, over both planes where the picture has transparency. */
export function runBoxes(grid: Grid, first: number, count: number): Box[] {
  const perPlane = tilesPerPlane(grid);
  const inColours = Math.max(0, Math.min(count, perPlane - first));
  const boxes = boxesOf(grid, first, inColours);
  return count > inColours
    ? [...boxes, ...boxesOf(grid, Math.max(0, first - perPlane), count - inColours)]
    : boxes;
}

/** The boxes as one SVG path. */
export const pathOf = (boxes: readonly Box[]): string =>
  boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("");
