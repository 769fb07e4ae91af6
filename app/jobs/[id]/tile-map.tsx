import type { CSSProperties } from "react";
import { Picture } from "../../_components/picture.tsx";
import type { JobView } from "../../_data/views.ts";
import type { PictureView } from "../../_server/work-record.ts";

type Props = { job: JobView; input?: PictureView; altText: string; tilesDone: number; isComputing: boolean };

/** The input with its tiles over it: veiled until a node says that it has computed them. */
export function TileMap({ job, input, altText, tilesDone, isComputing }: Props) {
  const core = job.service?.tileCore ?? Math.max(job.width, job.height);
  const columns = Math.ceil(job.width / core);
  const rows = Math.ceil(job.height / core);
  const perPlane = columns * rows;
  // The alpha plane lies over the same places and is computed after the colours.
  const inPlane = tilesDone > perPlane ? tilesDone - perPlane : tilesDone;
  const ratio = job.width / job.height;
  const sizes = (length: number, count: number) =>
    Array.from({ length: count }, (_, index) => `${Math.min(core, length - index * core)}fr`).join(" ");
  const grid: CSSProperties = {
    gridTemplateColumns: sizes(job.width, columns),
    gridTemplateRows: sizes(job.height, rows),
  };
  return (
    <figure className="mx-auto" style={{ width: `min(100%, calc(68dvh * ${ratio.toFixed(4)}))` }}>
      <div className="relative">
        {input ? (
          <Picture
            cid={input.cid}
            alt={altText}
            ratio={ratio}
            thumbhash={input.thumbhash}
            sizes="(width < 64rem) 94vw, 60vw"
            isFirst
            fit="contain"
          />
        ) : (
          <div className="bg-raised" style={{ aspectRatio: ratio }} />
        )}
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 grid"
          style={grid}
          data-testid="tile-map"
        >
          {Array.from({ length: perPlane }, (_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place
              key={index}
              data-tile={index < inPlane ? "done" : isComputing && index === inPlane ? "now" : "open"}
              className="border-ground/60 border-r border-b bg-sunk/70 transition-colors duration-700 data-[tile=done]:bg-transparent data-[tile=now]:bg-sunk/30 data-[tile=now]:outline data-[tile=now]:-outline-offset-2 data-[tile=now]:outline-brass"
            />
          ))}
        </div>
      </div>
    </figure>
  );
}
