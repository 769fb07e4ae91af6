"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { Gate } from "../_server/gate.ts";
import { ApiProblem, galleryUnreachable } from "../_wallet/problem.ts";
import { uploadPicture } from "../create/upload-picture.ts";
import { useKept } from "../create/use-kept.ts";
import { fileTooLarge, maxUploadBytes } from "../create/use-upload.ts";
import { type BatchItem, batchSlot, hasPlace, itemFor, parseBatch, tooMany } from "./batch.ts";

/** Of an item that is on its way: how much has been sent, 0 … 1; a local address of the file to look at. */
export type Sending = { sent?: number; previewUrl: string };

/** What a folder has beside its pictures. */
const isHidden = (fileName: string) => fileName.startsWith(".");

/** A batch, and the uploads of its files: two at a time, each on its own. */
export function useBatch() {
  const { value: batch, change, clear, isRestored } = useKept(batchSlot, parseBatch);
  const [sending, setSending] = useState<Record<string, Sending>>({});
  const items = useRef(batch.items);
  items.current = batch.items;
  const turns = useRef(new Gate({ running: 2, waiting: Number.POSITIVE_INFINITY }));
  const stop = useRef(new AbortController());
  const previewUrls = useRef<string[]>([]);
  useEffect(() => {
    stop.current = new AbortController();
    return () => {
      stop.current.abort();
      for (const url of previewUrls.current.splice(0)) URL.revokeObjectURL(url);
    };
  }, []);

  const setItems = useCallback(
    (next: BatchItem[]) => {
      items.current = next;
      change({ items: next });
    },
    [change],
  );
  const changeItem = useCallback(
    (id: string, part: Partial<BatchItem>) =>
      setItems(items.current.map((item) => (item.id === id ? { ...item, ...part } : item))),
    [setItems],
  );

  async function send(id: string, file: File): Promise<void> {
    const isWanted = () => !stop.current.signal.aborted && items.current.some((item) => item.id === id);
    if (!isWanted()) return;
    if (!hasPlace(items.current)) return changeItem(id, { problem: tooMany });
    if (file.size > maxUploadBytes) return changeItem(id, { problem: fileTooLarge });
    const show = (sent: number) =>
      setSending((known) => (known[id] ? { ...known, [id]: { ...known[id], sent } } : known));
    try {
      const picture = await uploadPicture(file, show, stop.current.signal);
      // Of two that are sent at the same time, only one may find a place.
      if (isWanted()) changeItem(id, hasPlace(items.current) ? { picture } : { problem: tooMany });
    } catch (thrown) {
      const problem = thrown instanceof ApiProblem ? thrown.problem : galleryUnreachable;
      if (isWanted()) changeItem(id, { problem });
    }
  }

  function add(files: File[]): void {
    const fresh = files.filter(({ name }) => !isHidden(name)).map((file) => ({ file, item: itemFor(file) }));
    setItems([...items.current, ...fresh.map(({ item }) => item)]);
    for (const { file, item } of fresh) {
      const previewUrl = URL.createObjectURL(file);
      previewUrls.current.push(previewUrl);
      setSending((known) => ({ ...known, [item.id]: { previewUrl } }));
      void turns.current.run(() => send(item.id, file));
    }
  }

  function remove(id: string): void {
    setItems(items.current.filter((item) => item.id !== id));
  }

  return { batch, sending, change, changeItem, add, remove, clear, isRestored };
}
