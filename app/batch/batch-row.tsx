"use client";

import Link from "next/link";
import { formatEth } from "../_components/format-eth.ts";
import { Picture } from "../_components/picture.tsx";
import { serviceTitle } from "../_components/service-title.ts";
import type { Problem } from "../_wallet/problem.ts";
import type { QuoteView } from "../create/offer-view.ts";
import type { BatchItem } from "./batch.ts";
import type { Sending } from "./use-batch.ts";

type Props = {
  item: BatchItem;
  sending?: Sending;
  /** What the choice comes down to for this picture. */
  service?: string;
  quote?: QuoteView;
  problem?: Problem;
  error?: string;
  isLocked: boolean;
  onTitle: (title: string) => void;
  onRemove: () => void;
};

function Thumbnail({ item, sending }: Pick<Props, "item" | "sending">) {
  if (item.picture)
    return (
      <Picture cid={item.picture.inputCid} alt="" ratio={1} standIn={sending?.previewUrl} sizes="80px" />
    );
  return (
    <span
      className="block aspect-square bg-center bg-cover bg-raised opacity-50"
      style={sending && !item.problem ? { backgroundImage: `url(${sending.previewUrl})` } : undefined}
    />
  );
}

function Status({ item, sending, service, quote, problem }: Props) {
  if (problem)
    return (
      <p className="text-bad" role="alert">
        {problem.message} <span className="text-soft">{problem.nextStep}</span>{" "}
        {problem.wayOut && (
          <Link href={problem.wayOut.path} className="link text-ink">
            {problem.wayOut.name}
          </Link>
        )}
      </p>
    );
  if (!item.picture)
    return (
      <p className="text-faint">
        {sending?.sent === undefined
          ? "Waiting for its turn"
          : sending.sent < 1
            ? `Sending, ${Math.round(sending.sent * 100)} %`
            : "Preparing and measuring"}
      </p>
    );
  const { width, height } = item.picture;
  if (!quote)
    return (
      <p className="text-faint">
        {width} × {height}, counting tiles
      </p>
    );
  return (
    <p className="flex flex-wrap justify-between gap-x-4 text-soft">
      <span>
        {width} × {height} <span className="text-faint">becomes</span> {quote.width} × {quote.height}
        {service && <span className="ml-3 text-faint">{serviceTitle(service)}</span>}
      </span>
      <span>up to {formatEth(quote.maxPriceWei)}</span>
    </p>
  );
}

const stageOf = ({ item, quote, problem }: Props) =>
  problem ? "refused" : quote ? "offered" : item.picture ? "stored" : "sending";

/** One file of the batch: its picture, its title, and how far it is. */
export function BatchRow(props: Props) {
  const { item, sending, error, problem, isLocked, onTitle, onRemove } = props;
  return (
    <li
      className="grid grid-cols-[4rem_1fr] gap-x-4 border-line border-t py-4 sm:grid-cols-[5rem_1fr]"
      data-testid="batch-item"
      data-stage={stageOf(props)}
    >
      <Thumbnail item={item} sending={sending} />
      <div className="grid min-w-0 content-start gap-1.5">
        <div className="flex items-center gap-3">
          {problem ? (
            <p className="min-w-0 flex-1 truncate py-1.5 text-soft">{item.fileName}</p>
          ) : (
            <input
              aria-label={`Title of ${item.fileName}`}
              aria-invalid={error ? true : undefined}
              className="field min-h-10 flex-1 py-1.5"
              value={item.title}
              maxLength={120}
              disabled={isLocked}
              onChange={(event) => onTitle(event.currentTarget.value)}
            />
          )}
          {!isLocked && (
            <button
              type="button"
              className="link shrink-0 py-2 text-faint text-sm"
              onClick={onRemove}
              aria-label={`Remove ${item.fileName}`}
            >
              Remove
            </button>
          )}
        </div>
        {error && <p className="text-bad text-sm">{error}</p>}
        <div className="min-h-6 text-sm leading-6 tabular-nums">
          <Status {...props} />
        </div>
      </div>
    </li>
  );
}
