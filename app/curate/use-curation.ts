"use client";

import {
  type CurationScope,
  type Ground,
  type Ruling,
  rulingToSign,
  visitToSign,
} from "@graphiti/protocol/curation.ts";
import { useState } from "react";
import { useAccount, useSignTypedData } from "wagmi";
import type { KeptReport } from "../_server/curation/curation-book.ts";
import { explainError } from "../_wallet/explain-error.ts";
import { postJson } from "../_wallet/post-json.ts";
import type { Problem } from "../_wallet/problem.ts";
import { useSettings } from "../_wallet/settings-context.tsx";

export type Desk = { reports: KeptReport[]; hidden: Ruling[] };
export type Decision = { tokenId: string; isHidden: boolean; ground: Ground };

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** A desk without what was decided on just now. */
function after({ reports, hidden }: Desk, ruling: Ruling): Desk {
  const others = hidden.filter(({ tokenId }) => tokenId !== ruling.tokenId);
  return {
    reports: reports.filter(({ tokenId }) => tokenId !== ruling.tokenId),
    hidden: ruling.isHidden ? [ruling, ...others] : others,
  };
}

/** Reading reports and deciding on them; each takes a signature of the curator's wallet, and no gas. */
export function useCuration() {
  const { chainId, addresses } = useSettings();
  const { address } = useAccount();
  const { signTypedDataAsync } = useSignTypedData();
  const [desk, setDesk] = useState<Desk>();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const scope = (): CurationScope => ({ chainId, art: addresses.art, origin: window.location.origin });

  async function asking(task: () => Promise<void>): Promise<void> {
    setProblem(undefined);
    setAsking(true);
    try {
      await task();
    } catch (thrown) {
      setProblem(explainError(thrown));
    } finally {
      setAsking(false);
    }
  }

  const open = () =>
    asking(async () => {
      if (!address) return;
      const visit = { curator: address, signedAt: nowSeconds() };
      const signature = await signTypedDataAsync(visitToSign(scope(), visit));
      setDesk(await postJson<Desk>("/api/curation", { ...visit, signature }));
    });

  const decide = (decision: Decision) =>
    asking(async () => {
      if (!address) return;
      const ruling: Ruling = { ...decision, curator: address, signedAt: nowSeconds() };
      const signature = await signTypedDataAsync(rulingToSign(scope(), ruling));
      await postJson("/api/rulings", { ...ruling, signature });
      setDesk((known) => known && after(known, ruling));
    });

  return { desk, open, decide, isAsking, problem, isConnected: address !== undefined };
}
