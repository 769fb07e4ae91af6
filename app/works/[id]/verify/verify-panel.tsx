"use client";

import { serviceKinds } from "@graphiti/protocol/services.ts";
import { tileCount } from "@graphiti/protocol/tiles.ts";
import { useState } from "react";
import { useHydrated } from "../../../_components/local-time.tsx";
import { ProblemPanel } from "../../../_components/problem-panel.tsx";
import type { PictureView } from "../../../_server/work-record.ts";
import type { Stage, Subject } from "./check-tile.ts";
import { nameOfTile, TilePicker } from "./tile-picker.tsx";
import { TileResult } from "./tile-result.tsx";
import { useTileCheck } from "./use-tile-check.ts";

const stages: Record<Stage, string> = {
  chain: "Reading from the chain what the token commits to …",
  tile: "Fetching the tile …",
  compute: "Computing the tile in this browser …",
};

const only = (seen: ReadonlyMap<number, boolean>, wanted: boolean) =>
  new Set([...seen].filter(([, right]) => right === wanted).map(([index]) => index));

/** One tile of the work, computed again in the visitor's browser and compared. */
export function VerifyPanel({ subject, picture }: { subject: Subject; picture: PictureView }) {
  const [chosen, setChosen] = useState<number>();
  const { state, seen, check } = useTileCheck(subject);
  const hydrated = useHydrated();
  const { picture: size, service } = subject;
  const tiles = tileCount(size, service.tileCore);
  const name = (index: number) => nameOfTile(size, service.tileCore, index);
  const isBusy = state.kind === "checking";

  const checkChosen = () => {
    const index = chosen ?? Math.floor(Math.random() * tiles);
    setChosen(index);
    void check(index);
  };
  const checkAnother = () => {
    const left = Array.from({ length: tiles }, (_, index) => index).filter((index) => !seen.has(index));
    const index = left[Math.floor(Math.random() * left.length)] ?? Math.floor(Math.random() * tiles);
    setChosen(index);
    void check(index);
  };

  return (
    <section aria-labelledby="verify" className="mt-14" data-testid="verify">
      <h2 id="verify" className="subtitle mb-2">
        Check it yourself
      </h2>
      <p className="max-w-[62ch] text-soft text-sm leading-6">
        Every pixel follows from {service.kind === serviceKinds.upscale ? "the input" : "the seed"} by
        whole-number arithmetic, so every machine gets the same ones. Point at a tile, or let chance choose:
        your browser computes it again and compares. No wallet is needed.
      </p>
      <div className="mt-5">
        <TilePicker
          picture={picture}
          size={size}
          tileCore={service.tileCore}
          chosen={chosen}
          right={only(seen, true)}
          wrong={only(seen, false)}
          isDisabled={!hydrated}
          onChoose={setChosen}
        />
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-3">
        <button
          type="button"
          className="button"
          onClick={state.kind === "checked" && chosen === state.check.tile.index ? checkAnother : checkChosen}
          disabled={!hydrated || isBusy}
          data-testid="check-tile"
        >
          {state.kind === "checked" && chosen === state.check.tile.index
            ? "Check another"
            : chosen === undefined
              ? "Check a tile"
              : "Check this tile"}
        </button>
        <p className="text-faint text-sm tabular-nums" aria-live="polite">
          {isBusy
            ? stages[state.stage]
            : chosen === undefined
              ? `${tiles} ${tiles === 1 ? "tile" : "tiles"}. The first check fetches a few megabytes.`
              : name(chosen)}
        </p>
      </div>
      <div className="mt-6">
        {state.kind === "failed" && <ProblemPanel problem={state.problem} />}
        {state.kind === "checked" && <TileResult check={state.check} name={name(state.check.tile.index)} />}
      </div>
      <details className="mt-6 text-sm leading-6">
        <summary className="py-1 text-faint marker:text-faint">What this rests on</summary>
        <p className="mt-2 max-w-[62ch] text-soft">
          The token's metadata is named on the chain by its digest, and names the model, the root of all input
          tiles and the root of all tiles of the result. Your browser asks the chain for it at{" "}
          {new URL(subject.settings.rpcUrl).host}, and compares everything else with it: the gallery and the
          file gateway only deliver bytes. So you trust that server's word for what the chain says, this
          page's program, and your browser. To trust your own machine alone, run{" "}
          <code className="font-mono text-[0.8125rem]">phaestus verify {subject.tokenId}</code> with your own
          node of the chain.
        </p>
      </details>
    </section>
  );
}
