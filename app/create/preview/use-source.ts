"use client";

import { useEffect, useState } from "react";
import { explainError } from "../../_wallet/explain-error.ts";
import type { Problem } from "../../_wallet/problem.ts";
import { useSettings } from "../../_wallet/settings-context.tsx";
import type { UploadView } from "../offer-view.ts";
import { PictureSource } from "./picture-source.ts";

export type SourceState = { source?: PictureSource; problem?: Problem };

/** The pixels of a stored picture, once per picture. */
export function useSource(picture: Pick<UploadView, "inputCid" | "hasAlpha"> | undefined): SourceState {
  const { inputCid, hasAlpha = false } = picture ?? {};
  const { gatewayUrl } = useSettings();
  const [state, setState] = useState<SourceState & { of?: string }>({});
  useEffect(() => {
    if (!inputCid) return;
    const stop = new AbortController();
    PictureSource.open(new URL(`/ipfs/${inputCid}`, gatewayUrl).href, hasAlpha, stop.signal).then(
      (source) => {
        if (!stop.signal.aborted) setState({ source, of: inputCid });
      },
      (thrown: unknown) => {
        if (!stop.signal.aborted) setState({ problem: explainError(thrown), of: inputCid });
      },
    );
    return () => {
      stop.abort();
      setState({});
    };
  }, [inputCid, hasAlpha, gatewayUrl]);
  return state.of === inputCid ? state : {};
}
