import { asGraphitiError } from "@graphiti/protocol/errors.ts";
import type { Problem } from "../_wallet/problem.ts";

export type Attempt<Value> = { value: Value; problem?: undefined } | { value?: undefined; problem: Problem };

/** Lets a page render what went wrong instead of failing as a whole; what is unexpected goes to the log. */
export async function attempt<Value>(task: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await task() };
  } catch (thrown) {
    const error = asGraphitiError(thrown);
    if (error.code === "INTERNAL") console.error(thrown);
    const docs = `/${error.docs.replace(".md", "")}`;
    return { problem: { ...error.toJSON(), docs, retryable: error.retryable } };
  }
}
