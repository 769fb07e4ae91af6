import Link from "next/link";
import type { CSSProperties } from "react";
import type { SaleState } from "../_data/sale-state.ts";
import type { WorkRecord } from "../_server/work-record.ts";
import { formatEth } from "./format-eth.ts";
import { LinkPending } from "./link-pending.tsx";
import { Picture } from "./picture.tsx";
import { wallRatio } from "./wall-ratio.ts";

export type WallWork = { tokenId: string; record?: WorkRecord; sale?: SaleState };

const few = 4;
const firstRow = 3;

function Missing({ tokenId }: { tokenId: string }) {
  return (
    <span className="grid aspect-square place-items-center bg-raised p-6 text-center text-sm text-soft">
      Work {tokenId}. Its files cannot be fetched at this moment.
    </span>
  );
}

function saleText(sale: SaleState): string {
  switch (sale.kind) {
    case "price":
      return formatEth(sale.priceWei);
    case "auctionOpen":
      return `Auction, from ${formatEth(sale.reserveWei)}`;
    case "auctionRuns":
      return `Auction, bid ${formatEth(sale.highestWei)}`;
    case "auctionOver":
      return `Auction over at ${formatEth(sale.highestWei)}`;
  }
}

function Place({ work, index }: { work: WallWork; index: number }) {
  const { tokenId, record, sale } = work;
  const ratio = record ? wallRatio(record.image) : 1;
  return (
    <li style={{ "--ratio": ratio } as CSSProperties}>
      <Link
        href={`/works/${tokenId}`}
        className="group relative block"
        prefetch={false}
        data-testid="work-link"
      >
        {record ? (
          <Picture
            cid={record.image.cid}
            alt={record.altText || record.title}
            ratio={ratio}
            thumbhash={record.image.thumbhash}
            sizes={`(width < 40rem) 94vw, ${Math.round(Math.min(60, 26 * ratio))}vw`}
            isFirst={index < firstRow}
          />
        ) : (
          <Missing tokenId={tokenId} />
        )}
        <LinkPending />
        <span className="mt-3 block text-sm leading-5">
          <span className="block text-ink decoration-edge underline-offset-4 group-hover:underline">
            {record?.title ?? `Work ${tokenId}`}
          </span>
          {record?.artist && <span className="block text-faint">{record.artist}</span>}
          {sale && (
            <span className="block text-soft tabular-nums" data-testid="sale">
              {saleText(sale)}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}

/** The works, in rows of equal height. Reading order is the order on the wall. */
export function Wall({ works }: { works: WallWork[] }) {
  return (
    <ul className="wall" data-testid="wall" data-few={works.length < few}>
      {works.map((work, index) => (
        <Place key={work.tokenId} work={work} index={index} />
      ))}
    </ul>
  );
}
