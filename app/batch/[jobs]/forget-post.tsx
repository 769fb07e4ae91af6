"use client";

import { useEffect } from "react";
import { useTransactionBook, useTransactions } from "../../_wallet/use-transactions.ts";

/** The post of this batch needs no notice any more: the reader is here. */
export function ForgetPost({ firstJobId }: { firstJobId: string }) {
  const book = useTransactionBook();
  const post = useTransactions().find(
    ({ kind, status, args }) => kind === "postMany" && status === "confirmed" && args.jobId === firstJobId,
  );
  useEffect(() => {
    if (post) book.remove(post.hash);
  }, [book, post]);
  return null;
}
