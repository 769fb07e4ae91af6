import { fail, GraphitiError } from "../errors.ts";
import { checkStoreAddress } from "./public-address.ts";

/** A store must begin to answer within this. Milliseconds. */
const answerMilliseconds = 30_000;
/** A transfer slower than this is given up. Bytes per millisecond. */
const slowestBytesPerMillisecond = 100;

/** How long a transfer of so many bytes may take, from request to last byte. Milliseconds. */
export function transferMilliseconds(bytes: number): number {
  return answerMilliseconds + Math.ceil(bytes / slowestBytesPerMillisecond);
}

type RequestOptions = {
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  /** Length of the body, which bounds how long sending it may take. */
  bodyBytes?: number;
  /** Turns a refusal with this status and text into a clearer error, or returns to let it be. */
  explain?: (status: number, text: string) => void;
};

/**
 * One HTTP exchange with a store, up to the head of the answer. Redirects are refused: the answer must come
 * from the host that the operator configured. Errors become STORE_* codes with the right `retryable`.
 */
export async function storeRequest(url: URL, options: RequestOptions = {}): Promise<Response> {
  await checkStoreAddress(url);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), transferMilliseconds(options.bodyBytes ?? 0));
  let response: Response;
  try {
    response = await fetch(url, {
      method: options.method ?? "GET",
      headers: options.headers,
      body: options.body,
      redirect: "error",
      // Only together with `redirect: "error"` does this keep fetch from copying the whole body for a second try.
      window: null,
      signal: late.signal,
    });
  } catch (cause) {
    if (isRedirect(cause))
      fail("STORE_REFUSED", `${url.host} answers with a redirect, which is refused.`, { cause });
    throw unreachable(url, cause);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return response;
  const text = await shortText(url, response);
  options.explain?.(response.status, text);
  throw refusal(url.host, response.status, text);
}

/**
 * The body of an answer, chunk by chunk. Given up when nothing comes for 30 s, or when `maxBytes` should long
 * have arrived. Leaving the loop early ends the transfer.
 */
export async function* streamBody(
  url: URL,
  response: Response,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const deadline = performance.now() + transferMilliseconds(maxBytes);
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const patience = Math.min(answerMilliseconds, deadline - performance.now());
      // Cancelling ends the pending read with `done`; `late` tells that apart from the real end.
      let late = false;
      timer = setTimeout(() => {
        late = true;
        void reader.cancel().catch(() => {});
      }, patience);
      const { value, done } = await reader.read();
      clearTimeout(timer);
      if (late) throw new Error("The transfer stalled.");
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw unreachable(url, cause);
  } finally {
    clearTimeout(timer);
    await reader.cancel().catch(() => {});
  }
}

/** A JSON answer; one that is not JSON means that this is no store. */
export async function jsonAnswer(url: URL, response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    fail("STORE_REFUSED", `${url.host} does not answer like a file store.`, { cause });
  }
}

function isRedirect(thrown: unknown): boolean {
  return /redirect/i.test(String((thrown as Error | undefined)?.cause ?? ""));
}

/** The error for a request that got no answer, or broke off. */
export function unreachable(url: URL, cause: unknown): GraphitiError {
  if (cause instanceof GraphitiError) return cause;
  return new GraphitiError("STORE_UNREACHABLE", `The file store at ${url.host} does not answer.`, {
    cause,
    retryable: true,
  });
}

/** The error for an HTTP status. */
export function refusal(host: string, status: number, text: string): GraphitiError {
  const said = text === "" ? "" : ` It says: ${text}`;
  if (status === 404 || status === 410)
    return new GraphitiError("STORE_NOT_FOUND", `${host} does not have this content.`, { retryable: true });
  if (status === 413) return new GraphitiError("STORE_TOO_LARGE", `${host} finds it too large.${said}`);
  if (status === 507)
    return new GraphitiError("DISK_FULL", `The file store at ${host} has no space left on its disk.`);
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return new GraphitiError("STORE_UNREACHABLE", `${host} cannot answer now (HTTP ${status}).${said}`, {
      retryable: true,
    });
  return new GraphitiError("STORE_REFUSED", `${host} refuses (HTTP ${status}).${said}`);
}

/** The start of an error answer, as one line. */
async function shortText(url: URL, response: Response): Promise<string> {
  let text = "";
  try {
    for await (const chunk of streamBody(url, response, 1000)) {
      text += Buffer.from(chunk).toString("utf8");
      if (text.length > 300) break;
    }
  } catch {
    // What a failing store says is a courtesy; its status already decides.
  }
  return text.slice(0, 300).replace(/\s+/g, " ").trim();
}
