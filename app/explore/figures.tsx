import { formatEth } from "../_components/format-eth.ts";
import type { CollectionFigures } from "../_data/market-figures.ts";

/** What the whole collection costs, sold for, and how many have a part of it. */
export function Figures({ floorWei, forSale, sales, volumeWei, holders }: CollectionFigures) {
  const facts = [
    ["Floor", floorWei === undefined ? "None" : formatEth(floorWei)],
    ["For sale", forSale.toLocaleString("en-GB")],
    ["Sales", sales.toLocaleString("en-GB")],
    ["Volume", formatEth(volumeWei)],
    ["Holders", holders.toLocaleString("en-GB")],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-8 text-sm tabular-nums" data-testid="market-figures">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-faint">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
