import type { ReactNode } from "react";
import { CommandLine } from "./command-line.tsx";
import { KeyCommand } from "./key-command.tsx";

type Props = { isFolded: boolean; isLocal: boolean };

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="border-line border-t pt-5">
      <p aria-hidden="true" className="text-3xl text-faint tabular-nums tracking-[-0.03em]">
        {number}
      </p>
      <h3 className="mt-5 font-medium">{title}</h3>
      <div className="mt-2 grid content-start gap-4 text-sm text-soft leading-6">{children}</div>
    </li>
  );
}

function Steps({ isLocal }: Pick<Props, "isLocal">) {
  return (
    <>
      <ol className="grid gap-x-10 gap-y-12 lg:grid-cols-3">
        <Step number={1} title="Make the node’s key, and register it">
          <p>
            On the computer that shall work, with Node 24 and this repository. The node makes a machine key of
            its own and prints a link; open it here and confirm.
          </p>
          <KeyCommand />
          <p>The machine key only signs for the node and pays its gas: send it a little ETH for that.</p>
        </Step>
        <Step number={2} title="Stake">
          <p>
            From your own wallet, on this page. A lot that the node works on locks five times its highest
            price until it is final, so the stake decides how much can be in flight. 0.01 ETH is enough to
            begin.
          </p>
          <p>It stays yours: free stake can be taken out at any time and comes home after a wait.</p>
        </Step>
        <Step number={3} title="Start">
          <p>
            The node tests that this computer gets every byte right, then looks for lots that pay, and works
            until you stop it. Ctrl-C once lets it finish what it has claimed.
          </p>
          <CommandLine command="npx phaestus start" />
          <p>What it did and what it earned shows up here.</p>
        </Step>
      </ol>
      {isLocal && (
        <p className="mt-10 max-w-[70ch] text-faint text-sm leading-6">
          On this local network nodes run already, each with an operator of its own; they are in the list
          below. Everything on this page can be tried with play money.
        </p>
      )}
    </>
  );
}

/** Three steps for a newcomer; folded away for those who have taken them. */
export function Guide({ isFolded, isLocal }: Props) {
  if (!isFolded)
    return (
      <section aria-label="Three steps" data-testid="guide">
        <Steps isLocal={isLocal} />
      </section>
    );
  return (
    <details className="border-line border-y py-4" data-testid="guide">
      <summary className="py-1 text-sm font-medium marker:text-faint">Running a node, in three steps</summary>
      <div className="pt-8 pb-6">
        <Steps isLocal={isLocal} />
      </div>
    </details>
  );
}
