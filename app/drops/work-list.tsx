import Link from "next/link";
import { formatEth } from "../_components/format-eth.ts";
import { shortAddress } from "../_components/short-hash.ts";
import type { SoldWorkView } from "../_data/drops.ts";

/** What is known of a work; of one that only the chain knows so far, less. */
export type ListedWork = Pick<SoldWorkView, "index" | "buyer" | "state"> & Partial<SoldWorkView>;

function stateOf({ state, jobState, isPaidBack }: ListedWork): string {
  if (state === "minted") return "minted";
  if (state === "refunded") return "paid back";
  if (state === "sold") return "waits to be computed";
  if (jobState === "minted") return "minted, not settled yet";
  if (isPaidBack) return "failed: its price comes back when it is settled";
  return jobState === "closed" ? "failed" : "being computed";
}

/** Where a work is to be seen: as a work, or as a job on its way. */
function Place({ work }: { work: ListedWork }) {
  if (work.jobId === undefined) return null;
  const isMinted = work.state === "minted" || work.jobState === "minted";
  return (
    <Link
      className="link"
      href={isMinted ? `/works/${work.jobId}` : `/jobs/${work.jobId}`}
      data-testid="to-job"
      prefetch={false}
    >
      {isMinted ? `Work ${work.jobId}` : `Job ${work.jobId}`}
    </Link>
  );
}

type Props = { works: readonly ListedWork[]; testId: string; hasBuyers?: boolean };

/** Works that were sold, each with what it cost when it was bought and how far it is. */
export function WorkList({ works, testId, hasBuyers = false }: Props) {
  return (
    <ul className="border-line border-b text-sm leading-6" data-testid={testId}>
      {works.map((work) => (
        <li
          key={work.index}
          className="flex flex-wrap items-baseline gap-x-5 border-line border-t py-2.5 tabular-nums"
          data-testid="sold-work"
          data-index={work.index}
          data-state={work.state}
        >
          <span className="font-medium">No. {work.index + 1}</span>
          {hasBuyers && <span className="font-mono text-[0.8125rem]">{shortAddress(work.buyer)}</span>}
          {work.priceWei !== undefined && <span>{formatEth(work.priceWei)}</span>}
          <span className="text-faint">{stateOf(work)}</span>
          <span className="ml-auto">
            <Place work={work} />
          </span>
        </li>
      ))}
    </ul>
  );
}
