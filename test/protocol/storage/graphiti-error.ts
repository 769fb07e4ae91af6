import assert from "node:assert/strict";
import { type ErrorCode, GraphitiError } from "@graphiti/protocol/errors.ts";

/** For `assert.rejects`: a GraphitiError with this code and this `retryable`. */
export function errorWith(code: ErrorCode, retryable = false) {
  return (thrown: unknown) => {
    assert.ok(thrown instanceof GraphitiError, `not a GraphitiError: ${thrown}`);
    assert.equal(thrown.code, code, thrown.message);
    assert.equal(thrown.retryable, retryable, `${code} has the wrong retryable`);
    return true;
  };
}
