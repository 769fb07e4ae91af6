"use client";

import { type Ground, grounds } from "@graphiti/protocol/curation.ts";
import Link from "next/link";
import { LocalTime } from "../_components/local-time.tsx";
import type { KeptReport } from "../_server/curation/curation-book.ts";
import type { Decision } from "./use-curation.ts";

type Props = { reports: KeptReport[]; decide: (decision: Decision) => void; isAsking: boolean };

function byWork(reports: KeptReport[]): [string, KeptReport[]][] {
  const works = new Map<string, KeptReport[]>();
  for (const report of reports) works.set(report.tokenId, [...(works.get(report.tokenId) ?? []), report]);
  return [...works];
}

/** The ground that most of them name. */
function mainGround(reports: KeptReport[]): Ground {
  const count = (ground: Ground) => reports.filter((each) => each.ground === ground).length;
  return (
    reports.map(({ ground }) => ground).toSorted((one, other) => count(other) - count(one))[0] ?? "deceit"
  );
}

function ReportedWork({ tokenId, reports, decide, isAsking }: Props & { tokenId: string }) {
  const ground = mainGround(reports);
  return (
    <li className="grid gap-4 border-line border-t py-5" data-testid="reported-work" data-token={tokenId}>
      <p>
        <Link href={`/works/${tokenId}`} className="link" prefetch={false}>
          Work {tokenId}
        </Link>
      </p>
      <ul className="grid gap-2 text-soft">
        {reports.map((report) => (
          <li key={`${report.ground}.${report.words}`}>
            <span className="text-ink">{grounds[report.ground]}</span>,{" "}
            <LocalTime seconds={Math.floor(report.reportedAtMs / 1000)} />
            {report.words && <span className="block whitespace-pre-line">{report.words}</span>}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-3">
        <button
          type="button"
          className="button"
          disabled={isAsking}
          onClick={() => decide({ tokenId, isHidden: true, ground })}
          data-testid="hide"
        >
          Do not show it: {grounds[ground].toLowerCase()}
        </button>
        <button
          type="button"
          className="button"
          disabled={isAsking}
          onClick={() => decide({ tokenId, isHidden: false, ground })}
          data-testid="keep"
        >
          Nothing is wrong with it
        </button>
      </p>
    </li>
  );
}

/** What was reported and nobody has decided on, work by work. */
export function ReportList(props: Props) {
  const works = byWork(props.reports);
  return (
    <section aria-labelledby="reports">
      <h2 id="reports" className="subtitle mb-4">
        Reported
      </h2>
      {works.length === 0 && <p className="text-faint text-sm">Nothing is waiting.</p>}
      <ul className="text-sm leading-6">
        {works.map(([tokenId, reports]) => (
          <ReportedWork key={tokenId} {...props} tokenId={tokenId} reports={reports} />
        ))}
      </ul>
    </section>
  );
}
