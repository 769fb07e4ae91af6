import { errorCodes } from "./error-codes.ts";

export type ErrorCode = keyof typeof errorCodes;

/** Where the anchors of the error codes live. */
export const errorDocs = "docs/errors.md";

/** Another page of the gallery where the person can go on: a path, and what its link says. */
export type WayOut = { path: string; name: string };

type Details = { cause?: unknown; nextStep?: string; retryable?: boolean; wayOut?: WayOut };

/**
 * An error with a code that a person can look up, and a sentence that says what is wrong.
 * `retryable` divides the two kinds: the same call may succeed later, or it never will.
 */
export class GraphitiError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly nextStep: string;
  readonly docs: string;
  readonly wayOut: WayOut | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    { cause, nextStep, retryable = false, wayOut }: Details = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "GraphitiError";
    this.code = code;
    this.retryable = retryable;
    this.nextStep = nextStep ?? errorCodes[code];
    this.docs = `${errorDocs}#${code.toLowerCase()}`;
    this.wayOut = wayOut;
  }

  /** What may be sent to a stranger: no cause, no stack. */
  toJSON() {
    const { code, message, nextStep, docs, wayOut } = this;
    return { code, message, nextStep, docs, ...(wayOut && { wayOut }) };
  }
}

/** Throws a {@link GraphitiError}; typed `never` so that callers need no `return`. */
export function fail(code: ErrorCode, message: string, details?: Details): never {
  throw new GraphitiError(code, message, details);
}

/** Turns anything thrown into a GraphitiError; what is not ours becomes INTERNAL without its text. */
export function asGraphitiError(thrown: unknown): GraphitiError {
  if (thrown instanceof GraphitiError) return thrown;
  return new GraphitiError("INTERNAL", "Something unexpected happened on our side.", { cause: thrown });
}
