import { useId } from "react";
import { Picture } from "../../_components/picture.tsx";
import type { JobView, LotView } from "../../_data/views.ts";
import type { PictureView } from "../../_server/work-record.ts";
import { generatedOf } from "../../generate/generated-of.ts";
import { GeneratedPreview } from "../../generate/generated-preview.tsx";
import { tileLotsOf } from "./job-phase.ts";
import { type Grid, pathOf, runBoxes } from "./run-shapes.ts";

type Props = {
  job: JobView;
  input?: PictureView;
  altText: string;
  /** Tiles of a lot that are computed. */
  doneOf: (lot: LotView) => number;
  /** Index of the lot that is pointed at in the list. */
  chosen?: number;
};

const tints: Partial<Record<LotView["state"], string>> = {
  claimed: "fill-brass/10",
  submitted: "fill-good/10",
  refunded: "fill-bad/15",
};

function LotShape({
  grid,
  lot,
  done,
  isChosen,
}: {
  grid: Grid;
  lot: LotView;
  done: number;
  isChosen: boolean;
}) {
  const whole = pathOf(runBoxes(grid, lot.firstTile, lot.tiles));
  const left = pathOf(runBoxes(grid, lot.firstTile + done, lot.tiles - done));
  const isNow = lot.state === "claimed" && done < lot.tiles;
  const now = pathOf(runBoxes(grid, lot.firstTile + done, 1));
  return (
    <g data-lot={lot.index} data-state={lot.state} data-done={done}>
      <path d={left} className="fill-sunk/70 transition-[d] duration-700" />
      {tints[lot.state] && <path d={whole} className={tints[lot.state]} />}
      {isNow && (
        <path
          d={now}
          className="breathing fill-none stroke-2 stroke-brass"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {isChosen && (
        <path d={whole} className="fill-brass/20 stroke-2 stroke-brass" vectorEffect="non-scaling-stroke" />
      )}
    </g>
  );
}

/** The input with its tiles over it, by lot: veiled until a node says that it has computed them. */
export function TileMap({ job, input, altText, doneOf, chosen }: Props) {
  const lines = useId();
  const { width, height } = job;
  const tileCore = job.service?.tileCore ?? Math.max(width, height);
  const grid = { width, height, tileCore };
  const ratio = width / height;
  const lots = tileLotsOf(job);
  const generated = generatedOf(job);
  return (
    <figure className="mx-auto" style={{ width: `min(100%, calc(68dvh * ${ratio.toFixed(4)}))` }}>
      <div className="relative">
        {generated && <GeneratedPreview picture={generated} alt={altText} longest={768} className="w-full" />}
        {input && (
          <Picture
            cid={input.cid}
            alt={altText}
            ratio={ratio}
            thumbhash={input.thumbhash}
            sizes="(width < 64rem) 94vw, 60vw"
            isFirst
            fit="contain"
          />
        )}
        {!generated && !input && <div className="bg-raised" style={{ aspectRatio: ratio }} />}
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="pointer-events-none absolute inset-0 size-full"
          data-testid="tile-map"
        >
          <defs>
            <pattern id={lines} width={tileCore} height={tileCore} patternUnits="userSpaceOnUse">
              <path
                d={`M${tileCore} 0V${tileCore}H0`}
                className="fill-none stroke-ground/60"
                vectorEffect="non-scaling-stroke"
              />
            </pattern>
          </defs>
          {lots.map((lot) => (
            <LotShape
              key={lot.lotId}
              grid={grid}
              lot={lot}
              done={doneOf(lot)}
              isChosen={chosen === lot.index}
            />
          ))}
          {job.state !== "minted" && <rect width={width} height={height} fill={`url(#${lines})`} />}
          {lots.length > 1 &&
            job.state !== "minted" &&
            lots.map((lot) => (
              <path
                key={lot.lotId}
                d={pathOf(runBoxes(grid, lot.firstTile, lot.tiles))}
                className="fill-none stroke-ink/25"
                vectorEffect="non-scaling-stroke"
              />
            ))}
        </svg>
      </div>
    </figure>
  );
}
