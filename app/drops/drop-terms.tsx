import { decodeGenerateParams, paletteNames, symmetryNames } from "@graphiti/protocol/generate-params.ts";
import Link from "next/link";
import { concat, type Hex, zeroHash } from "viem";
import { AddressText } from "../_components/chain-links.tsx";
import { formatDuration } from "../_components/format-duration.ts";
import { formatEth, formatEthRange } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { serviceTitle } from "../_components/service-title.ts";
import { shortAddress } from "../_components/short-hash.ts";
import type { DropView } from "../_data/drops.ts";

/** The look that all works share, in words; undefined for one that the generators do not know. */
function lookText(look: Hex): string | undefined {
  try {
    const params = decodeGenerateParams(concat([`0x${"00".repeat(16)}`, look]));
    const { palette, complexity, symmetry, variation } = params;
    return `${paletteNames[palette]}, complexity ${complexity}, symmetry ${symmetryNames[symmetry]?.toLowerCase()}, variation ${variation}`;
  } catch {
    return undefined;
  }
}

/** Everything that was fixed when the drop was opened. */
export function DropTerms({ drop, explorerUrl }: { drop: DropView; explorerUrl?: string }) {
  const { computing } = drop;
  const rows = [
    {
      name: "Artist",
      value: (
        <Link className="link font-mono text-[0.8125rem]" href={`/artists/${drop.artist}`} prefetch={false}>
          {shortAddress(drop.artist)}
        </Link>
      ),
    },
    { name: "Service", value: serviceTitle(drop.serviceName) },
    { name: "Look", value: lookText(drop.look) ?? "none that the generators know: works will be paid back" },
    { name: "Size", value: `${drop.width} × ${drop.height}` },
    { name: "Works", value: `${drop.supply}, at most ${drop.walletCap} for one wallet` },
    { name: "Price", value: `${formatEth(drop.startPrice)} to ${formatEth(drop.floorPrice)}` },
    { name: "Falls for", value: formatDuration(drop.fallSeconds) },
    { name: "Starts", value: <LocalTime seconds={drop.startsAt} /> },
    { name: "Ends", value: <LocalTime seconds={drop.endsAt} /> },
    drop.allowRoot !== zeroHash && { name: "List until", value: <LocalTime seconds={drop.allowEndsAt} /> },
    { name: "Royalty", value: `${drop.royaltyBps / 100} %` },
    {
      name: "Computing a work",
      value: `${formatEthRange(computing.minPrice, computing.maxPrice)}, a part of the price`,
    },
    { name: "Contract", value: <AddressText address={drop.address} explorerUrl={explorerUrl} /> },
  ].filter((row) => row !== false);
  return (
    <section aria-labelledby="terms">
      <h2 id="terms" className="mb-3 font-medium text-sm">
        Fixed for good
      </h2>
      <dl className="text-sm leading-6" data-testid="drop-terms">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
            <dt className="shrink-0 text-faint">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
