"use client";

import { Picture } from "../_components/picture.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import type { Draft } from "./draft.ts";
import { DropZone } from "./drop-zone.tsx";
import type { OfferView } from "./offer-view.ts";
import type { Upload } from "./use-upload.ts";

function Invitation() {
  return (
    <span className="flex min-h-[22rem] flex-col items-center justify-center gap-3 border border-edge border-dashed px-6 text-center transition-colors hover:border-soft sm:min-h-[28rem]">
      <span className="subtitle">Drop a picture here, or choose one</span>
      <span className="max-w-[38ch] text-faint text-sm leading-6">
        PNG, JPEG, WebP, TIFF or AVIF, up to 100 MB. Location and camera data are removed.
      </span>
    </span>
  );
}

function Sending({ upload }: { upload: Extract<Upload, { stage: "sending" }> }) {
  const percent = Math.round(upload.sent * 100);
  return (
    <div className="grid gap-4" role="status">
      <div className="grid min-h-[22rem] place-items-center bg-raised sm:min-h-[28rem]">
        {/* biome-ignore lint/performance/noImgElement: a file on the reader's own disk */}
        <img src={upload.previewUrl} alt="" className="max-h-[70dvh] max-w-full object-contain opacity-60" />
      </div>
      <p className="flex justify-between gap-6 text-sm text-soft tabular-nums">
        <span className="truncate">{upload.name}</span>
        <span className="shrink-0">
          {percent < 100 ? `Sending, ${percent} %` : "Preparing and measuring"}
        </span>
      </p>
      <progress
        value={percent < 100 ? percent : undefined}
        max={100}
        aria-label="Upload"
        className="upload-progress h-px w-full"
      />
    </div>
  );
}

type ChosenProps = { offer: OfferView; name?: string; altText: string; standIn?: string };

function Chosen({ offer, name, altText, standIn }: ChosenProps) {
  const { width, height } = offer;
  const ratio = width / height;
  const size = (pixels: { width: number; height: number }) => `${pixels.width} × ${pixels.height}`;
  return (
    <div>
      <div className="grid place-items-center bg-raised">
        <div style={{ width: `min(100%, calc(70dvh * ${ratio.toFixed(4)}))` }}>
          <Picture
            key={offer.inputCid}
            cid={offer.inputCid}
            alt={altText || "Your picture, as it will be computed"}
            ratio={ratio}
            standIn={standIn}
            sizes="(width < 64rem) 94vw, 55vw"
            isFirst
            fit="contain"
          />
        </div>
      </div>
      <p className="mt-3 flex flex-wrap justify-between gap-x-6 gap-y-1 text-sm" data-testid="sizes">
        <span className="tabular-nums">
          {size(offer)} <span className="text-faint">becomes</span> {size(offer.quotes.checked)}
        </span>
        {name && <span className="max-w-[24ch] truncate text-faint">{name}</span>}
      </p>
      {offer.notices.length > 0 && (
        <ul
          data-testid="notices"
          className="mt-4 grid gap-1 border-brass border-l-2 pl-4 text-sm text-soft leading-6"
        >
          {offer.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Props = { draft: Draft; upload: Upload; onChoose: (file: File) => void; isLocked: boolean };

/** The picture: invited, on its way, refused, or here. */
export function PictureStep({ draft, upload, onChoose, isLocked }: Props) {
  const { offer } = draft;
  const problem = upload.stage === "failed" && (
    <div className="mb-4">
      <ProblemPanel problem={upload.problem} />
    </div>
  );
  const standIn = upload.stage === "idle" ? upload.previewUrl : undefined;
  if (upload.stage === "sending") return <Sending upload={upload} />;
  if (!offer)
    return (
      <>
        {problem}
        <DropZone onChoose={onChoose} label="Picture">
          <Invitation />
        </DropZone>
      </>
    );
  return (
    <>
      {problem}
      <DropZone onChoose={onChoose} label="Another picture" isDisabled={isLocked}>
        <Chosen offer={offer} name={draft.fileName} altText={draft.card.altText} standIn={standIn} />
        {!isLocked && (
          <span className="link mt-4 inline-block text-sm text-soft">Choose another picture</span>
        )}
      </DropZone>
    </>
  );
}
