import { ApiProblem, galleryUnreachable, problemIn } from "./problem.ts";

/** Posts JSON to one of the gallery's routes. @throws ApiProblem */
export async function postJson<Answer>(path: string, body: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ApiProblem(galleryUnreachable);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiProblem(problemIn(answer));
  return answer as Answer;
}
