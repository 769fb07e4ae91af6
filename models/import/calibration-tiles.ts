import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { readPlanar } from "../bench/read-planar.ts";
import type { CalibrationTile } from "./calibration.ts";

const pictureSide = 160;
const syntheticSide = 48;

/** The top left corner of every picture in a folder, and synthetic tiles that reach the extremes. */
export async function calibrationTiles(folder: string): Promise<CalibrationTile[]> {
  const names = (await readdir(folder)).filter((name) => /\.(png|jpe?g|webp|tiff?)$/i.test(name)).sort();
  if (names.length === 0) fail("BAD_INPUT", "The calibration folder holds no pictures.");
  const pictures = await Promise.all(names.map((name) => corner(join(folder, name))));
  return [...pictures, ...syntheticTiles()];
}

async function corner(path: string): Promise<CalibrationTile> {
  const tile = await readPlanar(path, pictureSide);
  return { ...tile, typical: true };
}

/** Black, white, a checkerboard, stripes of pure colours, and noise. */
export function syntheticTiles(): CalibrationTile[] {
  let state = 1;
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  return [
    synthetic(() => 0),
    synthetic(() => 255),
    synthetic((x, y) => (((x >> 3) + (y >> 3)) & 1) * 255),
    synthetic((x, _, colour) => ((x >> 4) % 3 === colour ? 255 : 0)),
    synthetic(noise),
  ];
}

function synthetic(value: (x: number, y: number, colour: number) => number): CalibrationTile {
  const planar = new Uint8Array(3 * syntheticSide ** 2);
  for (let at = 0; at < planar.length; at++) {
    const inPlane = at % syntheticSide ** 2;
    planar[at] = value(
      inPlane % syntheticSide,
      Math.floor(inPlane / syntheticSide),
      Math.floor(at / syntheticSide ** 2),
    );
  }
  return { planar, width: syntheticSide, height: syntheticSide, typical: false };
}
