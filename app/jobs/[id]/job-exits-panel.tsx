"use client";

import { isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { formatCountdown } from "../../_components/format-duration.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import { termsFromJson } from "../../_data/terms-json.ts";
import type { JobView } from "../../_data/views.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useChainClock } from "../../_wallet/use-chain-clock.ts";
import type { ContractCall } from "../../_wallet/use-contract-call.ts";
import { WithdrawCredit } from "../../_wallet/withdraw-credit.tsx";
import { AssembleStep, FinaliseOwn, useJoinedPicture } from "./assemble-step.tsx";
import { type Exit, exitsOf, expiryOf, type Windows, windowEndsAt } from "./job-exits.ts";
import { assemblyOf } from "./job-phase.ts";
import { nameOfLot } from "./lot-list.tsx";

function callOf(job: JobView, exit: Exit): ContractCall | undefined {
  const terms = termsFromJson(job.terms);
  const about = { jobId: job.jobId };
  if (exit.kind === "close") return { functionName: "close", args: [terms, BigInt(job.jobId)], about };
  return { functionName: "expire", args: [terms, exit.lots.map(expiryOf)], about };
}

function nameOf(job: JobView, { kind, lots }: Exit): string {
  if (kind === "close") return "Close the job";
  if (kind === "assemble") return "Join the picture myself";
  if (job.state === "closed") return "Release the money";
  const [first] = lots;
  if (!first || job.lots.length === 1) return "Take the work from the late node";
  return lots.length === 1 ? `Open ${nameOfLot(first)} again` : `Open ${lots.length} lots again`;
}

function Opening({ opensAt, nowSeconds }: { opensAt: number; nowSeconds: number }) {
  return (
    <p className="text-faint tabular-nums">
      Possible from <LocalTime seconds={opensAt} /> on, in {formatCountdown(opensAt - nowSeconds)}.
    </p>
  );
}

type StepProps = {
  job: JobView;
  exit: Exit;
  nowSeconds: number;
  joined: ReturnType<typeof useJoinedPicture>;
};

function ExitStep({ job, exit, nowSeconds, joined }: StepProps) {
  const name = nameOf(job, exit);
  const { kind, isOpen, opensAt, why, lots } = exit;
  return (
    <li className="border-line border-t py-5" data-exit={kind}>
      <p className="font-medium">{name}</p>
      <p className="mt-1 mb-4 text-soft">{why}</p>
      {!isOpen && opensAt !== undefined && <Opening opensAt={opensAt} nowSeconds={nowSeconds} />}
      {isOpen && kind === "assemble" && <AssembleStep job={job} joined={joined} />}
      {isOpen && kind !== "assemble" && (
        <CallButton
          key={`${kind}-${job.state}-${lots.map(({ lotId, attempt }) => `${lotId}.${attempt}`)}`}
          call={callOf(job, exit)}
          testId={`${kind}-job`}
        >
          {name}
        </CallButton>
      )}
    </li>
  );
}

/** A picture that the artist joined waits for its window, and for somebody who knows its probe. */
function OwnJoining({ job, rules, nowSeconds, joined }: Omit<StepProps, "exit"> & { rules: Windows }) {
  const lot = assemblyOf(job);
  if (lot?.state !== "submitted" || lot.operator || !joined) return null;
  const opensAt = windowEndsAt(job, lot, rules) ?? 0;
  return (
    <li className="border-line border-t py-5" data-exit="finalise">
      <p className="font-medium">Make my picture final</p>
      <p className="mt-1 mb-4 text-soft">
        Nobody has to check what you joined yourself. When its window is over it can be made final, and is
        minted.
      </p>
      {nowSeconds >= opensAt ? (
        <FinaliseOwn job={job} lot={lot} joined={joined} />
      ) : (
        <Opening opensAt={opensAt} nowSeconds={nowSeconds} />
      )}
    </li>
  );
}

/** The ways out: join, close, release, withdraw. Each is there once its time has come, without our servers. */
export function JobExitsPanel({ job, rules }: { job: JobView; rules: Windows }) {
  const { address } = useAccount();
  const nowSeconds = useChainClock();
  const joined = useJoinedPicture();
  if (nowSeconds === undefined || job.state === "minted") return null;
  const exits = exitsOf(job, nowSeconds, rules, address);
  const isArtist = address !== undefined && isAddressEqual(address, job.terms.artist);
  const isUrgent =
    joined !== undefined ||
    job.state === "closed" ||
    nowSeconds >= job.deadline ||
    exits.some((exit) => exit.kind !== "close" && exit.isOpen);
  return (
    <details
      className="group border-line border-y py-4 text-sm leading-6"
      open={isUrgent || undefined}
      data-testid="exits"
    >
      <summary className="py-1 font-medium marker:text-faint">
        {isArtist || !address ? "What can be done now" : "Help this job to an end"}
      </summary>
      <p className="mt-2 mb-5 max-w-[60ch] text-soft">
        To take money back: close the job, release what nobody works on, then withdraw the credit. Nobody can
        hold it back once its time has come. Making lots final is the nodes’ business: it takes what only they
        know.
      </p>
      <ol>
        {exits.map((exit) => (
          <ExitStep key={exit.kind} job={job} exit={exit} nowSeconds={nowSeconds} joined={joined} />
        ))}
        <OwnJoining job={job} rules={rules} nowSeconds={nowSeconds} joined={joined} />
      </ol>
      {exits.length === 0 && <p className="mb-5 text-faint">Nothing is left to release from this job.</p>}
      <WithdrawCredit />
    </details>
  );
}
