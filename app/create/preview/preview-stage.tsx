"use client";

import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import { CompareRange } from "../../_components/compare-range.tsx";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import { serviceTitle } from "../../_components/service-title.ts";
import type { OfferedService } from "../../_data/services.ts";
import type { UploadView } from "../offer-view.ts";
import { enlargePlainly, imageOf, type Planes } from "./enlarge-plainly.ts";
import type { PictureSource } from "./picture-source.ts";
import { type PreviewArea, tilesIn } from "./preview-area.ts";
import { usePreview } from "./use-preview.ts";
import type { SourceState } from "./use-source.ts";

const label = "pointer-events-none absolute bottom-3 bg-sunk/75 px-2 py-1 text-xs leading-4 text-ink";

type CanvasProps = {
  source: PictureSource;
  picture: UploadView;
  service: OfferedService;
  area: PreviewArea;
  tiles: ReadonlyMap<number, Planes>;
};

/**
 * Two canvases, one over the other: the plain enlargement, and what is computed of it so far. They are drawn before
 * anything that says so is shown.
 */
function Canvases({ source, picture, service, area, tiles }: CanvasProps) {
  const before = useRef<HTMLCanvasElement>(null);
  const after = useRef<HTMLCanvasElement>(null);
  const drawn = useRef(new Set<number>());
  const { scale } = service;
  const [width, height] = [area.width * scale, area.height * scale];

  // biome-ignore lint/correctness/useExhaustiveDependencies: a piece is known by its place
  useLayoutEffect(() => {
    const alpha = picture.hasAlpha ? enlargePlainly(source, area, scale, 1) : undefined;
    const image = imageOf(enlargePlainly(source, area, scale, 0), alpha);
    for (const canvas of [before.current, after.current]) canvas?.getContext("2d")?.putImageData(image, 0, 0);
    drawn.current.clear();
  }, [source, area.x, area.y, width, height, scale, service.name]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above, and once more for each tile
  useLayoutEffect(() => {
    const context = after.current?.getContext("2d");
    for (const { colour, alpha } of area.places) {
      const planes = tiles.get(colour.index);
      const alphaPlanes = alpha && tiles.get(alpha.index);
      const isComputed = planes && (alphaPlanes || !alpha);
      if (!context || !isComputed || drawn.current.has(colour.index)) continue;
      drawn.current.add(colour.index);
      const image = imageOf(planes, alphaPlanes);
      context.putImageData(image, (colour.x - area.x) * scale, (colour.y - area.y) * scale);
    }
  }, [tiles, source, area.x, area.y, width, height, scale, service.name]);

  const shared = { width, height, className: "absolute inset-0 size-full" };
  return (
    <>
      <canvas ref={after} {...shared} role="img" aria-label={`A piece by ${serviceTitle(service.name)}`} />
      <canvas ref={before} {...shared} className={`${shared.className} compare-before`} />
    </>
  );
}

type Props = {
  state: SourceState;
  picture?: UploadView;
  service?: OfferedService;
  area?: PreviewArea;
};

/** A piece of the work before anything is paid: plain enlargement and the service's own, with a curtain between. */
export function PreviewStage({ state, picture, service, area }: Props) {
  const [percent, setPercent] = useState(50);
  const { source } = state;
  const { tiles, seconds, problem, again } = usePreview({
    source,
    inputCid: picture?.inputCid ?? "",
    service,
    area,
  });
  const wanted = area ? tilesIn(area) : [];
  const missing = wanted.filter(({ index }) => !tiles.has(index)).length;
  const isReady = picture && source && service && area;
  const ratio = area ? area.width / area.height : 1;
  const shownProblem = state.problem ?? problem;
  const stage = shownProblem ? "failed" : !isReady ? "waiting" : missing > 0 ? "computing" : "done";
  return (
    <section
      aria-label="A free look at a piece"
      data-testid="preview"
      data-stage={stage}
      className="max-sm:-mx-4 max-sm:overflow-x-clip max-sm:px-4"
    >
      <div className="grid aspect-square place-items-center bg-raised">
        {isReady && (
          <div
            className="compare relative max-h-full"
            style={
              {
                "--ratio": ratio,
                "--at": percent,
                aspectRatio: ratio,
                ...(ratio < 1 && { width: `${ratio * 100}%` }),
              } as CSSProperties
            }
          >
            <Canvases source={source} picture={picture} service={service} area={area} tiles={tiles} />
            <span aria-hidden="true" className={`${label} left-3`}>
              Bicubic
            </span>
            <span aria-hidden="true" className={`${label} right-3 ${missing > 0 ? "breathing" : ""}`}>
              {missing > 0 ? "Computing" : serviceTitle(service.name)}
            </span>
            <CompareRange
              percent={percent}
              label="Compare plain enlargement and this service"
              sides={["plain", "computed"]}
              testId="preview-range"
              onChange={setPercent}
            />
          </div>
        )}
        {!picture && (
          <p className="max-w-[30ch] px-6 text-center text-faint text-sm leading-6">
            A free look: once your picture is here, a piece of it is enlarged in this browser, bit for bit as
            it will be delivered.
          </p>
        )}
        {picture && !source && !shownProblem && (
          <p className="breathing text-faint text-sm">Fetching the pixels</p>
        )}
      </div>
      <p role="status" className="mt-3 min-h-10 text-faint text-xs leading-5 tabular-nums">
        {stage === "computing" &&
          `Computing tile ${wanted.length - missing + 1} of ${wanted.length} in this browser. It costs nothing.`}
        {stage === "done" &&
          `${seconds > 0 ? `Computed here in ${seconds.toFixed(1)} seconds. ` : ""}These are the very pixels that the nodes will deliver.`}
      </p>
      {shownProblem && (
        <ProblemPanel problem={shownProblem}>
          {!state.problem && (
            <button type="button" className="button min-h-9" onClick={again}>
              Try again
            </button>
          )}
        </ProblemPanel>
      )}
    </section>
  );
}
