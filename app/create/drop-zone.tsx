"use client";

import { type DragEvent, type ReactNode, useId, useState } from "react";

const accepted =
  "image/png,image/jpeg,image/webp,image/tiff,image/avif,.png,.jpg,.jpeg,.webp,.tif,.tiff,.avif";

type PickerProps = {
  onChoose: (files: File[]) => void;
  label: string;
  isDisabled?: boolean;
  isMany?: boolean;
  /** Takes a whole folder. */
  isFolder?: boolean;
  className?: string;
  children: ReactNode;
};

/** A file picker for mouse, keyboard and touch that looks like what is inside it. */
export function FilePicker({
  onChoose,
  label,
  isDisabled,
  isMany,
  isFolder,
  className = "",
  children,
}: PickerProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={`relative block has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3 ${className}`}
    >
      <input
        id={id}
        type="file"
        accept={accepted}
        aria-label={label}
        disabled={isDisabled}
        multiple={isMany}
        {...(isFolder && { webkitdirectory: "" })}
        className="sr-only"
        data-testid={isFolder ? "folder-input" : "file-input"}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          if (files.length > 0) onChoose(files);
          // The same file may be chosen again after a failure.
          event.currentTarget.value = "";
        }}
      />
      {children}
    </label>
  );
}

type ZoneProps = { onDrop: (event: DragEvent) => void; isDisabled?: boolean; children: ReactNode };

/** A place to drop files on. */
export function DropZone({ onDrop, isDisabled = false, children }: ZoneProps) {
  const [isOver, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the picker inside is everybody's
    <div
      data-testid="drop-zone"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!isDisabled) onDrop(event);
      }}
      className="outline-1 outline-transparent outline-offset-4 transition-colors data-[over=true]:outline-brass"
    >
      {children}
    </div>
  );
}
