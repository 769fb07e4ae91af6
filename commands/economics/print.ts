import { wantedMargin } from "./parameters.ts";
import { bondShares, type Study } from "./study.ts";

const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
const times = (margin: number) => (Number.isFinite(margin) ? `${margin.toFixed(2)}×` : "∞");

/** A study as lines for people. */
export function linesOf(found: Study): string[] {
  const attesters = [...new Set(found.cheating.map((row) => row.attesters))];
  const shares = [...new Set(found.cheating.map((row) => row.dishonestShare))];
  const row = (share: number, wanted: number) =>
    found.cheating.find((each) => each.dishonestShare === share && each.attesters === wanted);
  return [
    `${found.trials} trials, seed ${found.seed}; money as parts of a lot's price`,
    "",
    `Must not pay, by ${wantedMargin}×:`,
    ...found.criterion.map(
      ({ name, won, lost, margin, holds }) =>
        `  ${holds ? "✓" : "✗"} ${name}: wins ${won.toFixed(4)}, loses ${lost.toFixed(4)} (${times(margin)})`,
    ),
    "",
    `A wrong picture's chance (bearable: ${percent(found.bearableChance)}), and what losing would have to cost, in shares (the bond is ${bondShares}):`,
    `  dishonest  ${attesters.map((wanted) => `q = ${wanted}`.padEnd(20)).join("")}`,
    ...shares.map((share) => {
      const cells = attesters.map((wanted) => {
        const cell = row(share, wanted);
        return `${percent(cell?.carried ?? 0)}, ${(cell?.neededPenalty ?? 0).toFixed(2)}`.padEnd(20);
      });
      return `  ${percent(share).padEnd(9)}  ${cells.join("")}`;
    }),
    "",
    `A wrong picture's chance with ${percent(found.statedDishonestShare)} of the stake, split:`,
    ...found.operators.map(
      ({ honestOperators, attackers, carried }) =>
        `  ${honestOperators} honest operators, ${attackers} of one person: ${percent(carried)}`,
    ),
    "",
    "A right picture's chance to be voted down, and what the objectors get:",
    ...found.griefing.map(
      ({ dishonestShare, votedDown, objectorsGain }) =>
        `  ${percent(dishonestShare).padEnd(9)}  ${percent(votedDown)}, ${objectorsGain.toFixed(4)}`,
    ),
    "",
    found.holds ? "The criterion holds." : "The criterion does NOT hold.",
  ];
}
