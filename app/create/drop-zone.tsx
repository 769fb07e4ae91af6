"use client";

import { type DragEvent, type ReactNode, useId, useState } from "react";

const accepted =
  "image/png,image/jpeg,image/webp,image/tiff,image/avif,.png,.jpg,.jpeg,.webp,.tif,.tiff,.avif";

type Props = { onChoose: (file: File) => void; isDisabled?: boolean; children: ReactNode; label: string };

/** A place to drop a picture on, which is also a file picker for keyboard and touch. */
export function DropZone({ onChoose, isDisabled = false, children, label }: Props) {
  const id = useId();
  const [isOver, setOver] = useState(false);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !isDisabled) onChoose(file);
  }

  return (
    <label
      htmlFor={id}
      data-testid="drop-zone"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className="relative block border border-transparent transition-colors has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3 data-[over=true]:border-brass"
    >
      <input
        id={id}
        type="file"
        accept={accepted}
        aria-label={label}
        disabled={isDisabled}
        className="sr-only"
        data-testid="file-input"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onChoose(file);
          // The same file may be chosen again after a failure.
          event.currentTarget.value = "";
        }}
      />
      {children}
    </label>
  );
}
