import Link from "next/link";
import type { ReactNode } from "react";
import { LocalTime } from "../../_components/local-time.tsx";
import { shortAddress } from "../../_components/short-hash.ts";
import type { TokenView } from "../../_data/views.ts";
import type { WorkRecord } from "../../_server/work-record.ts";

type Props = { token: TokenView; record?: WorkRecord; title: string; children?: ReactNode };

/** Traits that every work has, and that the receipt tells better. */
const ownTraits = new Set(["Service", "Width", "Height"]);

/** What hangs beside a picture in a museum: title, artist, a few words. All of it is text by strangers. */
export function WallText({ token, record, title, children }: Props) {
  const traits = record?.attributes.filter(({ trait_type }) => !ownTraits.has(trait_type)) ?? [];
  return (
    <div>
      <h1 className="title" data-testid="work-title">
        {title}
      </h1>
      <p className="mt-2 text-lg text-soft tracking-[-0.01em]">
        <Link href={`/artists/${token.job.artist}`} className="link" data-testid="to-artist" prefetch={false}>
          {record?.artist || shortAddress(token.job.artist)}
        </Link>
      </p>
      <p className="mt-4 text-faint text-sm">
        No. {token.tokenId}, minted <LocalTime seconds={token.mintedAt} style="date" />
      </p>
      {record?.description && (
        <p className="mt-8 max-w-[62ch] whitespace-pre-line text-soft leading-7">{record.description}</p>
      )}
      {children}
      <dl className="mt-10 grid grid-cols-[auto_1fr] gap-x-6 gap-y-3 text-sm leading-6">
        {record?.rights && (
          <>
            <dt className="text-faint">Rights</dt>
            <dd>{record.rights}</dd>
          </>
        )}
        {record?.altText && (
          <>
            <dt className="text-faint">Alt text</dt>
            <dd className="text-soft">{record.altText}</dd>
          </>
        )}
        {traits.map(({ trait_type, value }) => (
          <div key={`${trait_type}:${value}`} className="contents">
            <dt className="text-faint">{trait_type}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
