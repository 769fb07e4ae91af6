import type { WayOut } from "@graphiti/protocol/errors.ts";

/** What went wrong, for a person: a sentence, what to do now, and where to read more. */
export type Problem = {
  code: string;
  message: string;
  nextStep: string;
  /** Path on this site. */
  docs: string;
  /** The same may succeed later. */
  retryable?: boolean;
  /** A button that the page can offer. */
  remedy?: "switch-network" | "faucet" | "connect";
  /** Another page on which to go on. */
  wayOut?: WayOut;
};

/** A refusal by one of the gallery's own routes. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

export const galleryUnreachable: Problem = {
  code: "STACK_NOT_RUNNING",
  message: "The gallery does not answer.",
  nextStep: "Check your connection, then try again. Locally: is `npm start` still running?",
  docs: "/docs/errors#stack_not_running",
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "code" in value && "message" in value && "nextStep" in value;

/** The problem in an answer that was not OK. */
export function problemIn(body: unknown): Problem {
  return isProblem(body) ? body : galleryUnreachable;
}
