import Link from "next/link";
import { formatEth, formatEthRange } from "../_components/format-eth.ts";
import { LinkPending } from "../_components/link-pending.tsx";
import { LocalTime } from "../_components/local-time.tsx";
import { Picture } from "../_components/picture.tsx";
import type { JobSummary } from "../_data/views.ts";
import type { PictureView } from "../_server/work-record.ts";
import { generatedOf } from "../generate/generated-of.ts";
import { GeneratedPreview } from "../generate/generated-preview.tsx";

type Props = { job: JobSummary; card: { title: string; altText: string }; input?: PictureView };

function stateOf({ state, lots }: JobSummary): { text: string; color: string } {
  if (state === "minted") return { text: "Minted", color: "text-good" };
  const count = (wanted: JobSummary["lots"][number]["state"]) =>
    lots.filter((lot) => lot.state === wanted).length;
  if (state === "closed")
    return count("refunded") === lots.length
      ? { text: "Closed, refunded", color: "text-faint" }
      : { text: "Closed", color: "text-bad" };
  const color = "text-brass";
  const [final, claimed, submitted] = [count("final"), count("claimed"), count("submitted")];
  if (lots.length > 1 && final + claimed + submitted > 0)
    return { text: `${final} of ${lots.length} lots final`, color };
  if (claimed > 0) return { text: "Being computed", color };
  return { text: submitted > 0 ? "Being checked" : "Waiting for a node", color };
}

/** One job in the list; leads to the work where there is one. */
export function JobRow({ job, card, input }: Props) {
  const { text, color } = stateOf(job);
  const claimed = job.lots.filter(({ priceWei }) => priceWei);
  // With lots still open the range says more than a part of the price.
  const price =
    claimed.length === job.lots.length && claimed.reduce((sum, lot) => sum + BigInt(lot.priceWei ?? 0), 0n);
  const scale = job.service?.scale ?? 1;
  const generated = generatedOf(job);
  return (
    <li className="border-line border-t">
      <Link
        href={job.state === "minted" ? `/works/${job.jobId}` : `/jobs/${job.jobId}`}
        className="group relative grid grid-cols-[4.5rem_1fr] items-center gap-x-5 py-4 sm:grid-cols-[6rem_1fr_auto]"
        data-testid="job-link"
      >
        <span className="block w-full">
          {generated && (
            <GeneratedPreview
              picture={generated}
              alt=""
              longest={192}
              className="!aspect-square w-full object-cover"
            />
          )}
          {input && <Picture cid={input.cid} alt="" ratio={1} thumbhash={input.thumbhash} sizes="96px" />}
          {!generated && !input && <span className="block aspect-square bg-raised" />}
        </span>
        <span className="min-w-0">
          <span className="block truncate decoration-edge underline-offset-4 group-hover:underline">
            {card.title}
          </span>
          <span className="mt-0.5 block text-faint text-sm tabular-nums">
            Job {job.jobId}, {job.width * scale} × {job.height * scale}
          </span>
          <span className={`mt-0.5 block text-sm sm:hidden ${color}`}>{text}</span>
        </span>
        <span className="hidden text-right text-sm leading-6 sm:block">
          <span className={`block ${color}`}>{text}</span>
          <span className="block text-faint tabular-nums">
            {price ? formatEth(price) : formatEthRange(job.minPriceWei, job.maxPriceWei)}
          </span>
          <span className="block text-faint">
            <LocalTime seconds={job.postedAt} />
          </span>
        </span>
        <LinkPending />
      </Link>
    </li>
  );
}
