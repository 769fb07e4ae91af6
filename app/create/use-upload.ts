"use client";

import { useEffect, useRef, useState } from "react";
import { ApiProblem, galleryUnreachable, type Problem } from "../_wallet/problem.ts";
import type { UploadView } from "./offer-view.ts";
import { uploadPicture } from "./upload-picture.ts";

export const maxUploadBytes = 100 * 1024 * 1024;

export const fileTooLarge: Problem = {
  code: "PICTURE_TOO_LARGE",
  message: "The file is larger than 100 MB.",
  nextStep: "Scale the picture down or export it with stronger compression, then try again.",
  docs: "/docs/errors#picture_too_large",
};

export type Upload =
  /** `previewUrl` is the file itself, for as long as it is at hand. */
  | { stage: "idle"; previewUrl?: string }
  | { stage: "sending"; sent: number; name: string; previewUrl: string }
  | { stage: "failed"; problem: Problem };

/** Sends one picture at a time; choosing another one drops the first. */
export function useUpload(onStored: (picture: UploadView, name: string) => void) {
  const [upload, setUpload] = useState<Upload>({ stage: "idle" });
  const running = useRef<AbortController>(undefined);
  const shown = useRef<string>(undefined);
  useEffect(
    () => () => {
      running.current?.abort();
      if (shown.current) URL.revokeObjectURL(shown.current);
    },
    [],
  );

  async function choose(file: File): Promise<void> {
    running.current?.abort();
    if (file.size > maxUploadBytes) return setUpload({ stage: "failed", problem: fileTooLarge });
    const mine = new AbortController();
    running.current = mine;
    if (shown.current) URL.revokeObjectURL(shown.current);
    const previewUrl = URL.createObjectURL(file);
    shown.current = previewUrl;
    const show = (sent: number) => {
      if (!mine.signal.aborted) setUpload({ stage: "sending", sent, name: file.name, previewUrl });
    };
    show(0);
    try {
      const picture = await uploadPicture(file, show, mine.signal);
      if (mine.signal.aborted) return;
      setUpload({ stage: "idle", previewUrl });
      onStored(picture, file.name);
    } catch (thrown) {
      if (mine.signal.aborted) return;
      const problem = thrown instanceof ApiProblem ? thrown.problem : galleryUnreachable;
      setUpload({ stage: "failed", problem });
    }
  }

  return { upload, choose: (file: File) => void choose(file) };
}
