"use client";

import { Picture } from "../_components/picture.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import type { Draft } from "./draft.ts";
import { DropZone, FilePicker } from "./drop-zone.tsx";
import type { UploadView } from "./offer-view.ts";
import type { PreviewArea } from "./preview/preview-area.ts";
import { PreviewFrame } from "./preview/preview-frame.tsx";
import type { Upload } from "./use-upload.ts";

/** One frame for all states; beside the piece, which is square, it is as high as that. */
const stage = "aspect-[4/3] lg:aspect-[7/5] overflow-hidden";

function Invitation() {
  return (
    <span
      className={`${stage} flex flex-col items-center justify-center gap-3 border border-edge border-dashed px-6 text-center transition-colors hover:border-soft`}
    >
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
      <div className={`${stage} grid place-items-center bg-raised`}>
        {/* biome-ignore lint/performance/noImgElement: a file on the reader's own disk */}
        <img src={upload.previewUrl} alt="" className="size-full min-h-0 object-contain opacity-60" />
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

type ChosenProps = {
  picture: UploadView;
  altText: string;
  standIn?: string;
  area?: PreviewArea;
  onMove: (place: Draft["place"]) => void;
  isLocked: boolean;
};

function Chosen({ picture, altText, standIn, area, onMove, isLocked }: ChosenProps) {
  const ratio = picture.width / picture.height;
  return (
    <div className={`${stage} grid place-items-center bg-raised [container-type:size]`}>
      <div style={{ width: `min(100cqw, calc(100cqh * ${ratio.toFixed(4)}))` }}>
        <PreviewFrame picture={picture} area={area} onMove={onMove} isLocked={isLocked}>
          <Picture
            key={picture.inputCid}
            cid={picture.inputCid}
            alt={altText || "Your picture, as it will be computed"}
            ratio={ratio}
            standIn={standIn}
            sizes="(width < 64rem) 94vw, 55vw"
            isFirst
            fit="contain"
          />
        </PreviewFrame>
      </div>
    </div>
  );
}

type Props = {
  draft: Draft;
  upload: Upload;
  area?: PreviewArea;
  onChoose: (file: File) => void;
  onMove: (place: Draft["place"]) => void;
  isLocked: boolean;
};

/** The picture: invited, on its way, refused, or here with a frame around the piece that is looked at. */
export function PictureStep({ draft, upload, area, onChoose, onMove, isLocked }: Props) {
  const { picture } = draft;
  const chooseFirst = (files: Iterable<File>) => {
    const [file] = files;
    if (file) onChoose(file);
  };
  if (upload.stage === "sending") return <Sending upload={upload} />;
  return (
    <>
      {upload.stage === "failed" && (
        <div className="mb-4">
          <ProblemPanel problem={upload.problem} />
        </div>
      )}
      <DropZone isDisabled={isLocked} onDrop={(event) => chooseFirst(event.dataTransfer.files)}>
        {picture ? (
          <Chosen
            picture={picture}
            altText={draft.card.altText}
            standIn={upload.stage === "idle" ? upload.previewUrl : undefined}
            area={area}
            onMove={onMove}
            isLocked={isLocked}
          />
        ) : (
          <FilePicker onChoose={chooseFirst} label="Picture">
            <Invitation />
          </FilePicker>
        )}
      </DropZone>
      {picture && (
        <div className="mt-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-sm">
          <p className="min-w-0 text-faint tabular-nums" data-testid="input-size">
            {picture.width} × {picture.height}
            {draft.fileName && <span className="ml-3">{draft.fileName.slice(0, 40)}</span>}
          </p>
          {!isLocked && (
            <FilePicker onChoose={chooseFirst} label="Another picture">
              <span className="link text-soft">Choose another picture</span>
            </FilePicker>
          )}
        </div>
      )}
      {picture && picture.notices.length > 0 && (
        <ul
          data-testid="notices"
          className="mt-4 grid gap-1 border-brass border-l-2 pl-4 text-sm text-soft leading-6"
        >
          {picture.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
    </>
  );
}
