import { type Ground, grounds } from "@graphiti/protocol/curation.ts";
import Link from "next/link";

/** In the place of a picture that the gallery's curators do not show. */
export function HiddenNotice({ ground }: { ground: Ground }) {
  return (
    <div className="page py-16" data-testid="hidden-notice">
      <div className="border-edge border-l-2 bg-raised px-5 py-4 text-sm leading-6">
        <p className="font-medium text-ink">The curators of this gallery do not show this work.</p>
        <p className="mt-1 text-soft">
          Their reason: {grounds[ground].toLowerCase()}. The work is on the chain all the same, and nobody can
          take it from its owner: it can be bought, sold and checked, here and elsewhere.
        </p>
        <p className="mt-3">
          <Link href="/docs/errors#work_hidden" className="link text-faint">
            work hidden: what this means
          </Link>
        </p>
      </div>
    </div>
  );
}
