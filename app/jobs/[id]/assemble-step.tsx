"use client";

import { type JoinedPicture, parseAssembly } from "@graphiti/protocol/assembly-link.ts";
import { useEffect, useState } from "react";
import { termsFromJson } from "../../_data/terms-json.ts";
import type { JobView, LotView } from "../../_data/views.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { commitmentOf } from "./job-exits.ts";

/** What the joining command found out, from behind the `#` of its link. */
export function useJoinedPicture(): JoinedPicture | undefined {
  const [joined, setJoined] = useState<JoinedPicture>();
  useEffect(() => {
    const read = () => setJoined(parseAssembly(window.location.hash));
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return joined;
}

/** Handing in a picture that the artist's own computer has joined; without it, how to join it. */
export function AssembleStep({ job, joined }: { job: JobView; joined?: JoinedPicture }) {
  if (!joined)
    return (
      <div className="text-soft">
        <p>
          Joining needs a computer with room for the whole picture. This command fetches the tiles, checks
          them, joins and stores the picture, and prints a link that leads back here:
        </p>
        <p className="my-3 overflow-x-auto border border-line bg-sunk px-4 py-3 font-mono text-[0.8125rem] text-ink">
          npm run assemble -- --job {job.jobId}
        </p>
      </div>
    );
  const { outputRoot, metadataDigest, seal } = joined;
  return (
    <CallButton
      call={{
        functionName: "assemble",
        args: [termsFromJson(job.terms), BigInt(job.jobId), outputRoot, metadataDigest, seal],
        about: { jobId: job.jobId },
      }}
      testId="assemble-job"
      isPrimary
    >
      Hand in the joined picture
    </CallButton>
  );
}

/** The last step of a picture that the artist joined: opens its seal, and mints. */
export function FinaliseOwn({ job, lot, joined }: { job: JobView; lot: LotView; joined: JoinedPicture }) {
  const { claim, submission } = commitmentOf(lot);
  const args = [termsFromJson(job.terms), BigInt(lot.lotId), claim, submission, joined.probe, []];
  return (
    <CallButton
      call={{ functionName: "finalise", args, about: { jobId: job.jobId } }}
      testId="finalise-job"
      isPrimary
    >
      Make it final and mint
    </CallButton>
  );
}
