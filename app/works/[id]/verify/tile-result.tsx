"use client";

import { formatDuration } from "../../../_components/format-duration.ts";
import type { TileCheck } from "./check-tile.ts";
import { isRight } from "./judgement.ts";
import { TileCanvas } from "./tile-canvas.tsx";

const runtimes = {
  wasm: "ONNX Runtime in WebAssembly",
  reference: "the plain integer arithmetic that defines the service",
};

function Finding({ isTrue, yes, no }: { isTrue: boolean; yes: string; no: string }) {
  return (
    <li className="flex gap-3" data-testid="finding" data-true={isTrue}>
      <span aria-hidden="true" className={isTrue ? "text-good" : "text-bad"}>
        {isTrue ? "✓" : "✕"}
      </span>
      <span className={isTrue ? "text-soft" : "text-ink"}>{isTrue ? yes : no}</span>
    </li>
  );
}

function Digest({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-faint">{name}</dt>
      <dd className="break-all font-mono text-[0.75rem] text-soft leading-5" data-testid="digest">
        {value}
      </dd>
    </div>
  );
}

/** What came of checking one tile, for somebody who has never heard of a digest, and for somebody who has. */
export function TileResult({ check, name }: { check: TileCheck; name: string }) {
  const { delivered, computed, judgement } = check;
  const right = isRight(judgement);
  const { input, output } = delivered;
  const seconds =
    computed.seconds < 10 ? `${computed.seconds.toFixed(1)} s` : formatDuration(Math.round(computed.seconds));
  return (
    <div data-testid="tile-result" data-equal={right} className="border-line border-t pt-6">
      <p className={`text-xl tracking-[-0.015em] ${right ? "text-good" : "text-bad"}`}>
        {right ? "Equal, to the last bit." : "Not equal."}
      </p>
      <p className="mt-1 text-faint text-sm leading-6">
        {name}: {output.width} × {output.height} pixels, computed in {seconds} by {runtimes[computed.runtime]}
        .
      </p>
      <div className={`mt-5 grid gap-3 ${input ? "grid-cols-3" : "grid-cols-2"}`}>
        {input && <TileCanvas pixels={input} name="The input, with its surroundings" />}
        <TileCanvas pixels={{ planar: computed.pixels, ...computed }} name="Computed here, just now" />
        <TileCanvas pixels={output} name="In the delivered work" />
      </div>
      <ul className="mt-5 space-y-1 text-sm leading-6">
        <Finding
          isTrue={judgement.inputIsPosted}
          yes={
            input
              ? "The input is the one that the artist posted."
              : "The parameters are those that the artist posted."
          }
          no="What went in is not what the artist posted: it is not under the token's input root."
        />
        <Finding
          isTrue={judgement.outputIsCommitted}
          yes="The delivered tile is the one that the token commits to."
          no="The delivered tile is not the one that the token commits to: it is not under its output root."
        />
        <Finding
          isTrue={judgement.isEqual}
          yes={`All ${output.planar.length.toLocaleString("en")} values are the same.`}
          no={`${judgement.differing.toLocaleString("en")} of ${output.planar.length.toLocaleString("en")} values differ.`}
        />
      </ul>
      <dl className="mt-5 space-y-3 text-sm leading-6">
        <Digest name="Digest of the computed tile" value={computed.outputDigest} />
        <Digest name="Digest of the delivered tile" value={judgement.storedDigest} />
      </dl>
    </div>
  );
}
