import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeAtomically } from "./atomic-file.ts";

const pinSchema = z.object({
  id: z.string(),
  cid: z.string(),
  bytes: z.number(),
  name: z.string(),
  mimeType: z.string().nullable(),
  keyvalues: z.record(z.string(), z.string()),
  createdAt: z.string(),
  expiresAt: z.number().nullable(),
});

/** Content that is kept, one per content id. `createdAt` ISO 8601; `expiresAt` Unix seconds, null = never. */
export type Pin = z.infer<typeof pinSchema>;

/** The pins, one small file each: a change touches one file, atomically. Changes happen one after another. */
export class Pins {
  readonly #directory: string;
  readonly #scratch: string;
  readonly #byCid = new Map<string, Pin>();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(directory: string, scratch: string) {
    this.#directory = directory;
    this.#scratch = scratch;
  }

  /** Both folders must exist and lie on the same disk. */
  static async open(directory: string, scratch: string): Promise<Pins> {
    const pins = new Pins(directory, scratch);
    for (const file of await readdir(directory)) {
      const cid = file.replace(/\.json$/, "");
      pins.#byCid.set(cid, await readPin(path.join(directory, file), cid));
    }
    return pins;
  }

  get(cid: string): Pin | undefined {
    return this.#byCid.get(cid);
  }

  all(): Pin[] {
    return [...this.#byCid.values()];
  }

  /** Replaces a pin by what `change` makes of it, `undefined` = no pin; resolves once that is on disk. */
  update(cid: string, change: (pin: Pin | undefined) => Pin | undefined): Promise<Pin | undefined> {
    const updated = this.#queue.then(async () => {
      const before = this.#byCid.get(cid);
      const after = change(before);
      const file = path.join(this.#directory, `${cid}.json`);
      if (after === before) return after;
      if (after === undefined) {
        await rm(file, { force: true });
        this.#byCid.delete(cid);
      } else {
        await writeAtomically(this.#scratch, file, Buffer.from(JSON.stringify(after)));
        this.#byCid.set(cid, after);
      }
      return after;
    });
    this.#queue = updated.catch(() => {});
    return updated;
  }
}

async function readPin(file: string, cid: string): Promise<Pin> {
  try {
    return pinSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // The file's name still says what to keep, and to keep too much is the safe mistake.
    const createdAt = new Date(0).toISOString();
    return { id: cid, cid, bytes: 0, name: cid, mimeType: null, keyvalues: {}, createdAt, expiresAt: null };
  }
}
