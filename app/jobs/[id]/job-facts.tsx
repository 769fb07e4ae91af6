"use client";

import Link from "next/link";
import { AddressText } from "../../_components/chain-links.tsx";
import { formatEth, formatEthRange } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import { serviceTitle } from "../../_components/service-title.ts";
import type { JobView } from "../../_data/views.ts";
import { generatedOf, isGenerating } from "../../generate/generated-of.ts";
import { ParamsText } from "../../generate/params-text.tsx";

type Props = { job: JobView; explorerUrl?: string };

const sum = (amounts: (string | undefined)[]) =>
  amounts.reduce((total, amount) => total + BigInt(amount ?? 0), 0n);

function sizeOf(job: JobView): string {
  const { width, height } = job;
  const scale = job.service?.scale ?? 1;
  const size = `${width} × ${height}`;
  return isGenerating(job) ? size : `${size} → ${width * scale} × ${height * scale}`;
}

/** Size, checks, deadline and where the money went. Deadlines are shown in the reader's own time. */
export function JobFacts({ job, explorerUrl }: Props) {
  const generated = generatedOf(job);
  const { attesters, sampleTiles } = job.terms.order;
  const checks =
    attesters === "0"
      ? "Nobody checks; the window runs out"
      : `${attesters} per lot, ${sampleTiles} ${sampleTiles === "1" ? "tile" : "tiles"} each`;
  const paid = sum(job.lots.map(({ state, priceWei }) => (state === "final" ? priceWei : undefined)));
  const back = sum(job.lots.map(({ artistRefundWei }) => artistRefundWei));
  const late = sum(job.lots.map(({ lateFeeWei }) => lateFeeWei));
  const rows = [
    { name: "Size", value: sizeOf(job) },
    generated && { name: "Made from", value: <ParamsText picture={generated} /> },
    { name: "Service", value: serviceTitle(job.serviceName) },
    { name: "Checks", value: checks },
    { name: "Price", value: formatEthRange(job.minPriceWei, job.maxPriceWei) },
    paid > 0n && { name: "Paid so far", value: formatEth(paid) },
    job.state === "live" && { name: "Deadline", value: <LocalTime seconds={job.deadline} /> },
    back > 0n && { name: "Back to the artist", value: formatEth(back) },
    late > 0n && { name: "Late fees of nodes", value: formatEth(late) },
    { name: "Artist", value: <AddressText address={job.artist} explorerUrl={explorerUrl} /> },
    // The escrow calls who posted the job its artist.
    job.terms.artist !== job.artist && {
      name: "Sold in",
      value: (
        <Link className="link" href={`/drops/${job.terms.artist}`} prefetch={false} data-testid="to-drop">
          a drop
        </Link>
      ),
    },
  ].filter((row) => row !== false && row !== undefined);
  return (
    <dl className="text-sm leading-6" data-testid="job-facts">
      {rows.map(({ name, value }) => (
        <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
          <dt className="shrink-0 text-faint">{name}</dt>
          <dd className="text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
