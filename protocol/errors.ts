import { errorCodes } from "./error-codes.ts";

export type ErrorCode = keyof typeof errorCodes;

/** Where the anchors of the error codes live. */
export const errorDocs = "docs/errors.md";

type Details = { cause?: unknown; nextStep?: string; retryable?: boolean };

/**
 * An error with a code that a person can look up, and a sentence that says what is wrong.
 * `retryable` divides the two kinds: the same call may succeed later, or it never will.
 */
export class GraphitiError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly nextStep: string;
  readonly docs: string;

  constructor(code: ErrorCode, message: string, { cause, nextStep, retryable = false }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "GraphitiError";
    this.code = code;
    this.retryable = retryable;
    this.nextStep = nextStep ?? errorCodes[code];
    this.docs = `${errorDocs}#${code.toLowerCase()}`;
  }

  /** What may be sent to a stranger: no cause, no stack. */
  toJSON() {
    return { code: this.code, message: this.message, nextStep: this.nextStep, docs: this.docs };
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
