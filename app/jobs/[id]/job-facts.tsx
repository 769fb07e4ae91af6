"use client";

import { AddressText } from "../../_components/chain-links.tsx";
import { formatEth, formatEthRange } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import type { JobView } from "../../_data/views.ts";
import { expiresAt, type Windows } from "./job-exits.ts";
import { lotOf } from "./job-phase.ts";

type Props = { job: JobView; windows?: Windows; explorerUrl?: string };

/** Price, deadlines, who works. Deadlines are shown in the reader's own time. */
export function JobFacts({ job, windows, explorerUrl }: Props) {
  const lot = lotOf(job);
  const scale = job.service?.scale ?? 1;
  const ends = lot && windows && expiresAt(lot, windows);
  const rows = [
    { name: "Size", value: `${job.width} × ${job.height} → ${job.width * scale} × ${job.height * scale}` },
    { name: "Service", value: job.serviceName },
    {
      name: lot?.priceWei ? "Price at claim" : "Price",
      value: lot?.priceWei ? formatEth(lot.priceWei) : formatEthRange(job.minPriceWei, job.maxPriceWei),
    },
    lot?.operator && {
      name: "Node",
      value: <AddressText address={lot.operator} explorerUrl={explorerUrl} />,
    },
    lot?.state === "claimed" && lot.due && { name: "Due", value: <LocalTime seconds={lot.due} /> },
    lot?.state === "submitted" && ends && { name: "Final before", value: <LocalTime seconds={ends} /> },
    job.state === "live" && { name: "Deadline", value: <LocalTime seconds={job.deadline} /> },
    lot?.artistRefundWei && { name: "Refunded", value: formatEth(lot.artistRefundWei) },
    lot?.lateFeeWei && { name: "Late fees to the artist", value: formatEth(lot.lateFeeWei) },
    { name: "Artist", value: <AddressText address={job.artist} explorerUrl={explorerUrl} /> },
  ].filter((row) => row !== undefined && row !== false && row !== "" && row !== 0);
  return (
    <dl className="text-sm leading-6" data-testid="job-facts">
      {rows.map(({ name, value }) => (
        <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
          <dt className="text-faint">{name}</dt>
          <dd className="text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
