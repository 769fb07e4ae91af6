"use client";

import { grounds, type Ruling } from "@graphiti/protocol/curation.ts";
import Link from "next/link";
import { LocalTime } from "../_components/local-time.tsx";
import { shortAddress } from "../_components/short-hash.ts";
import type { Decision } from "./use-curation.ts";

type Props = { hidden: Ruling[]; decide: (decision: Decision) => void; isAsking: boolean };

/** What the gallery does not show, and the way to show it again. */
export function HiddenList({ hidden, decide, isAsking }: Props) {
  return (
    <section aria-labelledby="hidden">
      <h2 id="hidden" className="subtitle mb-4">
        Not shown
      </h2>
      {hidden.length === 0 && <p className="text-faint text-sm">Everything is shown.</p>}
      <ul className="text-sm leading-6">
        {hidden.map(({ tokenId, ground, curator, signedAt }) => (
          <li
            key={tokenId}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line border-t py-4"
            data-testid="hidden-work"
            data-token={tokenId}
          >
            <span>
              <Link href={`/works/${tokenId}`} className="link" prefetch={false}>
                Work {tokenId}
              </Link>
              <span className="text-soft">, {grounds[ground].toLowerCase()}</span>
              <span className="block text-faint">
                {shortAddress(curator)}, <LocalTime seconds={signedAt} />
              </span>
            </span>
            <button
              type="button"
              className="button"
              disabled={isAsking}
              onClick={() => decide({ tokenId, isHidden: false, ground })}
              data-testid="show-again"
            >
              Show it again
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
