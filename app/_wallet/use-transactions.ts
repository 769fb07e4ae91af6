"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { useSettings } from "./settings-context.tsx";
import { type KeptTransaction, TransactionBook } from "./transaction-book.ts";

const books = new Map<string, TransactionBook>();
const none: readonly KeptTransaction[] = [];
const silent = { getItem: () => null, setItem: () => undefined };

/** The book of this deployment; one per page, however many islands use it. */
export function useTransactionBook(): TransactionBook {
  const { chainId, addresses } = useSettings();
  return useMemo(() => {
    const id = `${chainId}.${addresses.escrow}`;
    const storage = typeof window === "undefined" ? silent : window.localStorage;
    const book = books.get(id) ?? new TransactionBook(storage, chainId, addresses.escrow);
    if (typeof window !== "undefined") books.set(id, book);
    return book;
  }, [chainId, addresses.escrow]);
}

/** All transactions that this browser sent and still remembers, newest first. */
export function useTransactions(): readonly KeptTransaction[] {
  const book = useTransactionBook();
  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (event.key === book.key) book.notify();
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [book]);
  return useSyncExternalStore(
    (listener) => book.subscribe(listener),
    () => book.entries(),
    () => none,
  );
}

export function useTransaction(hash: Hex | undefined): KeptTransaction | undefined {
  return useTransactions().find((each) => each.hash === hash);
}
