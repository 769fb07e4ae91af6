import type { ReactNode } from "react";
import { formatDuration } from "../_components/format-duration.ts";
import { formatEth } from "../_components/format-eth.ts";
import type { NetworkStats } from "../_data/views.ts";

type Props = { stats?: NetworkStats; protocolFeeBps?: number; unstakeSeconds?: number };

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-8 gap-y-1 border-line border-t py-5 sm:grid-cols-[10rem_1fr]">
      <dt className="font-medium text-sm leading-6">{name}</dt>
      <dd className="text-sm text-soft leading-6">{children}</dd>
    </div>
  );
}

const code = "font-mono text-[0.8125rem] text-ink";

/** What a node earns and what it can lose, in plain words. */
export function OperatorTerms({ stats, protocolFeeBps, unstakeSeconds }: Props) {
  const perTileWei = stats && stats.tiles > 0 ? BigInt(stats.paidWei) / BigInt(stats.tiles) : undefined;
  return (
    <section aria-labelledby="terms" className="scroll-mt-8">
      <h2 id="terms" className="subtitle mb-6 scroll-mt-8">
        What it earns, and what can be lost
      </h2>
      <dl className="grid border-line border-b lg:grid-cols-2 lg:gap-x-16 lg:border-b-0">
        <Term name="Pay">
          A lot’s price rises while it waits. Whoever claims it gets the price of that moment
          {protocolFeeBps === undefined ? "" : `, less a fee of ${protocolFeeBps / 100} %`} and, where the
          artist asked for checks, the tenth that checkers get. It is credited when the lot is final.{" "}
          {perTileWei !== undefined && (
            <span data-testid="per-tile">So far nodes were paid {formatEth(perTileWei, 7)} per tile.</span>
          )}
        </Term>
        <Term name="Checking">
          After a lot was delivered, operators are drawn by stake to run a few of its tiles again and compare.
          The earlier a check comes, the more it earns; nodes do this by themselves. Who was right is counted
          by heads: until there is a referee, it rests on an honest majority.
        </Term>
        <Term name="Floor price">
          Set <span className={code}>PHAESTUS_FLOOR_WEI_PER_TILE</span>, and the node leaves alone what pays
          less. It also leaves what would not pay for its own gas.
        </Term>
        <Term name="Locked stake">
          Each lot locks five times its highest price from the claim until it is final, and then sets it free
          again; a check locks the lot’s price. With too little free stake the node waits.
        </Term>
        <Term name="Late fee">
          A lot that is not delivered in time, or not finalised in its grace time, costs a quarter of its
          highest price. So does a lot that the checkers did not find right. The fee leaves the stake. So let
          the node finish before you switch the computer off.
        </Term>
        <Term name="A lost key">
          The machine key holds nothing but gas. Stop it here and register another: the stake is untouched,
          and lots in flight go on under the new one.
        </Term>
        <Term name="Twice late in a day">
          Then the node claims nothing more until you have looked and said{" "}
          <span className={code}>phaestus resume</span>.
        </Term>
        <Term name="Leaving">
          Free stake comes home{" "}
          {unstakeSeconds === undefined ? "after a wait" : `${formatDuration(unstakeSeconds)} after you ask`}.
          Nobody can hold it back. Pay can be withdrawn at once, whenever you like.
        </Term>
      </dl>
    </section>
  );
}
