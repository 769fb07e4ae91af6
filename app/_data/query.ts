import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { z } from "zod";

const timeoutMs = 5_000;

/**
 * Asks the index a GraphQL question.
 * @param shape what the answer's `data` must be
 * @throws INDEXER_UNREACHABLE (retryable) when it does not answer or is not understood
 */
export async function query<Shape extends z.ZodType>(
  shape: Shape,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<z.output<Shape>> {
  const body = JSON.stringify({ query: document, variables });
  const answer = z.object({ data: shape.optional(), errors: z.array(z.looseObject({})).optional() });
  const { data, errors } = await read("/graphql", answer, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (data === undefined || errors) unreadable(errors);
  return data as z.output<Shape>;
}

/** Reads a JSON route of the indexer. Throws as {@link query} does. */
export async function read<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
  init: RequestInit = {},
): Promise<z.output<Shape>> {
  const response = await request(path, init);
  if (!response.ok) unreadable(`HTTP ${response.status}`);
  const parsed = shape.safeParse(await response.json().catch(unreadable));
  return parsed.success ? parsed.data : unreadable(parsed.error);
}

/** The bare answer of the indexer, whatever its status. */
export function request(path: string, init: RequestInit = {}): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  return fetch(new URL(path, readEnv().INDEXER_URL), { cache: "no-store", signal, ...init }).catch((cause) =>
    fail("INDEXER_UNREACHABLE", "The index does not answer.", { cause, retryable: true }),
  );
}

function unreadable(cause: unknown): never {
  fail("INDEXER_UNREACHABLE", "The index gave an answer that is not understood.", { cause, retryable: true });
}
