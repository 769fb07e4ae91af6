import { setTimeout as pause } from "node:timers/promises";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import {
  BaseError,
  BlockNotFoundError,
  HttpRequestError,
  RpcRequestError,
  TimeoutError,
  TransactionReceiptNotFoundError,
  WebSocketRequestError,
} from "viem";

/** Codes of JSON-RPC errors that speak of the server's state, not of the request. */
const passingRpcCodes = new Set([-32603, -32005, -32002, 429]);

/** True for errors of a server that is away, slow, overloaded or behind: the same call may succeed later. */
export function mayPass(error: unknown): boolean {
  if (error instanceof GraphitiError) return error.retryable;
  if (!(error instanceof BaseError)) return isNetworkError(error);
  const found = error.walk(
    (inner) =>
      inner instanceof HttpRequestError ||
      inner instanceof TimeoutError ||
      inner instanceof WebSocketRequestError ||
      // Behind one URL there can be servers of which some lag.
      inner instanceof BlockNotFoundError ||
      inner instanceof TransactionReceiptNotFoundError ||
      (inner instanceof RpcRequestError && passingRpcCodes.has(inner.code) && !inner.data),
  );
  return found !== null;
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|UND_ERR)/.test(code) || error.message === "fetch failed";
}

export type Patience = {
  signal: AbortSignal;
  /** Told once per failed try, with the milliseconds until the next. */
  onWait?: (error: unknown, waitMs: number) => void;
  firstWaitMs?: number;
  longestWaitMs?: number;
};

/**
 * Repeats `work` for as long as it fails in a way that may pass, waiting longer each time.
 * @throws the first error that will not pass, or the signal's reason
 */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { signal, onWait, firstWaitMs = 250, longestWaitMs = 15_000 } = patience;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error;
      onWait?.(error, waitMs);
      await pause(waitMs, undefined, { signal });
    }
  }
}
