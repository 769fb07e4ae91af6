import type { FromWorker, RenderTask, Strip } from "./render-messages.ts";
import { stripsOf } from "./strips.ts";

type Going = { strips: Generator<Strip>; pass: number };

/** Pictures that are wanted: each is seen coarsely before any is made sharp, and the rest goes one after the other. */
export class RenderQueue {
  readonly #going = new Map<number, Going>();

  add(id: number, task: RenderTask): void {
    this.#going.set(id, { strips: stripsOf(task), pass: 0 });
  }

  giveUp(id: number): void {
    this.#going.delete(id);
  }

  /** Renders the next strip. @returns what there is to tell, undefined when nothing is wanted */
  step(): FromWorker | undefined {
    const [first, ...others] = this.#going;
    if (!first) return undefined;
    const [id, next] = others.reduce((least, one) => (one[1].pass < least[1].pass ? one : least), first);
    try {
      const { value: strip, done } = next.strips.next();
      if (!done) {
        next.pass = strip.pass;
        return { id, strip };
      }
    } catch {
      return this.#over(id, true);
    }
    return this.#over(id, false);
  }

  #over(id: number, failed: boolean): FromWorker {
    this.#going.delete(id);
    return { id, isOver: true, failed };
  }
}
