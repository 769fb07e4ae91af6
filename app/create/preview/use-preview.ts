"use client";

import type { Tile } from "@graphiti/protocol/tiles.ts";
import { useEffect, useRef, useState } from "react";
import type { OfferedService } from "../../_data/services.ts";
import { computeTile } from "../../_engine/compute-tile.ts";
import { explainError } from "../../_wallet/explain-error.ts";
import type { Problem } from "../../_wallet/problem.ts";
import { useSettings } from "../../_wallet/settings-context.tsx";
import type { Planes } from "./enlarge-plainly.ts";
import type { PictureSource } from "./picture-source.ts";
import { type PreviewArea, tilesIn } from "./preview-area.ts";

/** Computed tiles of the piece, by their index, and how it goes. */
export type PreviewState = {
  tiles: ReadonlyMap<number, Planes>;
  /** Of computing alone. */
  seconds: number;
  problem?: Problem;
};

/** Waits until the frame rests: a network that has begun cannot be asked to stop. */
const restMs = 350;
const mostKept = 96;

const nothing: PreviewState = { tiles: new Map(), seconds: 0 };

type Known = { source?: PictureSource; inputCid: string; service?: OfferedService; area?: PreviewArea };

/**
 * Computes the tiles of a piece one after the other, with the service's own network, in this browser. What was
 * computed once is there at once.
 */
export function usePreview({ source, inputCid, service, area }: Known): PreviewState & { again: () => void } {
  const { gatewayUrl } = useSettings();
  const kept = useRef(new Map<string, Planes>());
  const [state, setState] = useState(nothing);
  const [attempt, setAttempt] = useState(0);
  const wanted = area && service ? `${service.name} ${area.x} ${area.y}` : "";

  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` says which piece and service; `attempt` asks again
  useEffect(() => {
    setState(nothing);
    if (!source || !service || !area) return;
    const stop = new AbortController();
    const tiles = new Map<number, Planes>();
    let seconds = 0;
    const keyOf = (tile: Tile) => `${inputCid} ${service.modelDigest} ${tile.index}`;
    const show = (tile: Tile, planes: Planes) => {
      tiles.set(tile.index, planes);
      setState({ tiles: new Map(tiles), seconds });
    };
    const wantedTiles = tilesIn(area);
    for (const tile of wantedTiles) {
      const known = kept.current.get(keyOf(tile));
      if (known) show(tile, known);
    }
    const compute = async () => {
      for (const tile of wantedTiles.filter(({ index }) => !tiles.has(index))) {
        const { data, width, height } = source.cut(tile, service.halo, tile.plane);
        const request = {
          kind: "network",
          service: service.name,
          modelDigest: service.modelDigest,
          modelUrl: new URL(`/ipfs/${service.modelCid}`, gatewayUrl).href,
          pixels: data,
          width,
          height,
          isAlpha: tile.plane === 1,
        } as const;
        const result = await computeTile(request, stop.signal);
        if (stop.signal.aborted) return;
        seconds += result.seconds;
        const planes = { planar: result.pixels, width: result.width, height: result.height };
        kept.current.set(keyOf(tile), planes);
        const [oldest] = kept.current.keys();
        if (kept.current.size > mostKept && oldest) kept.current.delete(oldest);
        show(tile, planes);
      }
    };
    const timer = setTimeout(() => {
      compute().catch((thrown: unknown) => {
        if (!stop.signal.aborted) setState({ tiles, seconds, problem: explainError(thrown) });
      });
    }, restMs);
    return () => {
      clearTimeout(timer);
      stop.abort(new DOMException("another piece is wanted", "AbortError"));
    };
  }, [source, inputCid, wanted, gatewayUrl, attempt]);

  return { ...state, again: () => setAttempt((count) => count + 1) };
}
