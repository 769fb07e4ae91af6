import { formatEth } from "../_components/format-eth.ts";
import { type DropPhase, isOver } from "./drop-phase.ts";
import { type ListedWork, WorkList } from "./work-list.tsx";

type Props = {
  works: readonly ListedWork[];
  own: { creditWei: bigint; paidWei: bigint; works: number };
  phase: DropPhase;
};

/** What the reader has in a drop: works, what they have cost, and what comes back. */
export function OwnPart({ works, own, phase }: Props) {
  if (own.works === 0 && own.creditWei === 0n) return null;
  const clearingWei = "clearingWei" in phase ? phase.clearingWei : undefined;
  const excessWei = clearingWei === undefined ? undefined : own.paidWei - clearingWei * BigInt(own.works);
  const figures = [
    { name: "Paid", value: formatEth(own.paidWei) },
    clearingWei !== undefined &&
      isOver(phase) && { name: "Everybody's price", value: `${formatEth(clearingWei)} a work` },
    excessWei !== undefined && excessWei > 0n && { name: "Comes back to you", value: formatEth(excessWei) },
    { name: "Your credit here", value: formatEth(own.creditWei) },
  ].filter((figure) => figure !== false);
  return (
    <section aria-labelledby="yours" className="grid gap-4" data-testid="own-part">
      <h2 id="yours" className="font-medium text-sm">
        Yours
      </h2>
      {works.length > 0 && <WorkList works={works} testId="own-works" />}
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm tabular-nums">
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-faint">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
