"use client";

import { DropZone, FilePicker } from "../create/drop-zone.tsx";
import { droppedFiles } from "./dropped-files.ts";

type Props = { isEmpty: boolean; isLocked: boolean; onAdd: (files: File[]) => void };

/** Where the files come in: dropped, as files or as a folder, or picked. */
export function BatchFiles({ isEmpty, isLocked, onAdd }: Props) {
  return (
    <DropZone
      isDisabled={isLocked}
      onDrop={(event) =>
        void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && onAdd(files))
      }
    >
      <div
        className={`flex flex-col items-center justify-center gap-4 border border-edge border-dashed px-6 text-center ${isEmpty ? "min-h-[22rem]" : "py-8"}`}
      >
        <p className={isEmpty ? "subtitle" : "text-soft text-sm"}>
          {isEmpty ? "Drop a folder or files here" : "Drop more here"}
        </p>
        <div className="flex flex-wrap justify-center gap-3">
          <FilePicker onChoose={onAdd} label="Pictures" isDisabled={isLocked} isMany>
            <span className="button">Choose files</span>
          </FilePicker>
          <FilePicker onChoose={onAdd} label="A folder of pictures" isDisabled={isLocked} isMany isFolder>
            <span className="button">Choose a folder</span>
          </FilePicker>
        </div>
        {isEmpty && (
          <p className="max-w-[44ch] text-faint text-sm leading-6">
            PNG, JPEG, WebP, TIFF or AVIF, up to 100 MB each, and 65 works in one transaction. A file that
            cannot be used is named and does not stop the others.
          </p>
        )}
      </div>
    </DropZone>
  );
}
