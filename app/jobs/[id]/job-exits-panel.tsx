"use client";

import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { formatCountdown } from "../../_components/format-duration.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import { termsFromJson } from "../../_data/terms-json.ts";
import type { JobView } from "../../_data/views.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useChainClock } from "../../_wallet/use-chain-clock.ts";
import type { EscrowCall } from "../../_wallet/use-escrow-call.ts";
import { WithdrawCredit } from "../../_wallet/withdraw-credit.tsx";
import { commitmentOf, type Exit, exitsOf, type Windows } from "./job-exits.ts";
import { lotOf } from "./job-phase.ts";

function callOf(job: JobView, exit: Exit): EscrowCall | undefined {
  const lot = lotOf(job);
  if (!lot) return undefined;
  const terms = termsFromJson(job.terms);
  const about = { jobId: job.jobId };
  if (exit.kind === "close") return { functionName: "close", args: [terms, BigInt(job.jobId)], about };
  const { claim, submission } = commitmentOf(lot);
  const args = [terms, lotIdOf(BigInt(job.jobId), lot.index), claim, submission];
  return { functionName: "expire", args, about };
}

const names = { close: "Close the job", expire: "Release the money" } as const;

function ExitStep({ job, exit, nowSeconds }: { job: JobView; exit: Exit; nowSeconds: number }) {
  const call = exit.isOpen ? callOf(job, exit) : undefined;
  const name =
    exit.kind === "expire" && job.state === "live" ? "Take the work from the late node" : names[exit.kind];
  return (
    <li className="border-line border-t py-5">
      <p className="font-medium">{name}</p>
      <p className="mt-1 mb-4 text-soft">{exit.why}</p>
      {call ? (
        <CallButton
          key={`${exit.kind}-${job.state}-${lotOf(job)?.state}`}
          call={call}
          testId={`${exit.kind}-job`}
        >
          {name}
        </CallButton>
      ) : (
        exit.opensAt !== undefined && (
          <p className="text-faint tabular-nums">
            Possible for anybody from <LocalTime seconds={exit.opensAt} /> on, in{" "}
            {formatCountdown(exit.opensAt - nowSeconds)}.
          </p>
        )
      )}
    </li>
  );
}

/** The ways out: close, release, withdraw. Each is there for anybody once its time has come, without our servers. */
export function JobExitsPanel({ job, windows }: { job: JobView; windows: Windows }) {
  const { address } = useAccount();
  const nowSeconds = useChainClock();
  if (nowSeconds === undefined || job.state === "minted") return null;
  const exits = exitsOf(job, nowSeconds, windows, address);
  const isArtist = address !== undefined && isAddressEqual(address, job.artist);
  const isUrgent =
    job.state === "closed" ||
    nowSeconds >= job.deadline ||
    exits.some((exit) => exit.kind === "expire" && exit.isOpen);
  return (
    <details
      className="group border-line border-y py-4 text-sm leading-6"
      open={isUrgent || undefined}
      data-testid="exits"
    >
      <summary className="py-1 font-medium marker:text-faint">
        {isArtist || !address ? "Take my money back" : "Help this job to an end"}
      </summary>
      <p className="mt-2 mb-5 max-w-[60ch] text-soft">
        First the job is closed, then the money is released as credit, then you withdraw it. Nobody can hold
        it back once its time has come.
      </p>
      <ol>
        {exits.map((exit) => (
          <ExitStep key={exit.kind} job={job} exit={exit} nowSeconds={nowSeconds} />
        ))}
      </ol>
      {exits.length === 0 && <p className="mb-5 text-faint">Nothing is left to release from this job.</p>}
      <WithdrawCredit />
    </details>
  );
}
