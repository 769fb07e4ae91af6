import type { ReactNode } from "react";
import { formatEth } from "../_components/format-eth.ts";

/** The figure that a panel is about, with a word on it. */
export function PriceLine({ name, wei, children }: { name: string; wei: bigint; children?: ReactNode }) {
  return (
    <div>
      <p className="text-faint text-sm">{name}</p>
      <p className="mt-1 text-3xl tabular-nums tracking-[-0.03em]" data-testid="market-price">
        {formatEth(wei)}
      </p>
      {children && <p className="mt-1 text-faint text-sm">{children}</p>}
    </div>
  );
}
