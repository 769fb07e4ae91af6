import { asGraphitiError, type ErrorCode, GraphitiError } from "@graphiti/protocol/errors.ts";

const statusOf: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  CARD_INVALID: 400,
  CID_INVALID: 400,
  PARAMS_INVALID: 400,
  PICTURE_EMPTY: 400,
  PICTURE_UNREADABLE: 422,
  PICTURE_FORMAT: 415,
  PICTURE_TOO_LARGE: 413,
  PICTURE_BEYOND_FORMAT: 422,
  CREDENTIALS_UNAVAILABLE: 422,
  UPSCALE_OF_GENERATED: 409,
  SERVICE_UNKNOWN: 400,
  ORIGIN_REFUSED: 403,
  PROGRESS_REFUSED: 403,
  ORDER_REFUSED: 422,
  NOT_A_CURATOR: 403,
  RULING_REFUSED: 422,
  WORK_HIDDEN: 451,
  FAUCET_EMPTY: 503,
  FAUCET_LIMIT: 429,
  GALLERY_BUSY: 503,
  DISK_FULL: 507,
  NOT_FOUND: 404,
  STORE_NOT_FOUND: 404,
  STORE_TOO_LARGE: 413,
  STORE_REFUSED: 502,
  STORE_UNREACHABLE: 503,
  CHAIN_UNREACHABLE: 503,
  INDEXER_UNREACHABLE: 503,
  DEPLOYMENT_MISSING: 503,
};

/** Any thrown thing as a JSON answer `{code, message, nextStep, docs}`; causes and stacks stay in the log. */
export function problemResponse(thrown: unknown): Response {
  const error = asGraphitiError(thrown);
  if (error.code === "INTERNAL") console.error(error.cause ?? error);
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (error.retryable) headers["retry-after"] = "3";
  return Response.json(
    { ...error.toJSON(), docs: `/${error.docs.replace(/\.md#/, "#")}` },
    { status: statusOf[error.code] ?? 500, headers },
  );
}

/** Runs a route handler; what it throws becomes a {@link problemResponse}. */
export function answering<Arguments extends unknown[]>(
  handler: (...given: Arguments) => Promise<Response>,
): (...given: Arguments) => Promise<Response> {
  return async (...given) => {
    try {
      return await handler(...given);
    } catch (thrown) {
      return problemResponse(thrown);
    }
  };
}

export const notFoundError = (what: string) =>
  new GraphitiError("NOT_FOUND", `${what} does not exist here.`, {
    nextStep: "Check the address, or start from the gallery.",
  });
