"use client";

import { lotIndexOf } from "@graphiti/protocol/terms.ts";
import Link from "next/link";
import { type Address, isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import type { OperatorShareView } from "../_data/operator-shares.ts";
import { termsFromJson } from "../_data/terms-json.ts";
import { CallButton } from "../_wallet/call-button.tsx";

type Props = { operator: Address; shares: OperatorShareView[] };

/** What sales have put aside for works that this operator computed. Nothing where there is none. */
export function ShareTable({ operator, shares }: Props) {
  const { address } = useAccount();
  if (shares.length === 0) return null;
  const isOwn = address !== undefined && isAddressEqual(address, operator);
  return (
    <section aria-labelledby="shares" data-testid="shares">
      <h3 id="shares" className="mb-4 font-medium">
        Shares of sales
      </h3>
      <ul className="border-line border-b text-sm leading-6">
        {shares.map(({ tokenId, lotId, tiles, jobTiles, dueWei, terms, claim, submission }) => (
          <li
            key={lotId}
            className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-3 border-line border-t py-3 sm:grid-cols-[1fr_1fr_auto_auto]"
            data-testid="share"
          >
            <Link href={`/works/${tokenId}`} className="link">
              Work {tokenId}, lot {lotIndexOf(BigInt(lotId)) + 1}
            </Link>
            <span className="order-3 text-faint sm:order-none">
              {tiles} of {jobTiles} tiles
            </span>
            <span className="text-right tabular-nums">{formatEth(dueWei)}</span>
            {isOwn && (
              <CallButton
                call={{
                  contract: "market",
                  functionName: "takeShare",
                  args: [termsFromJson(terms), BigInt(lotId), claim, submission],
                  about: { tokenId, lotId },
                }}
                testId="take-share"
              >
                Take
              </CallButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
