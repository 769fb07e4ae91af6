import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { fail } from "@graphiti/protocol/errors.ts";

const shortest = 8;

/** Asks in the terminal without echo. */
async function ask(question: string): Promise<string> {
  let muted = false;
  const output = new Writable({
    write(chunk, _, done) {
      if (!muted) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const answer = terminal.question(question);
    muted = true;
    return await answer;
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

/**
 * The keystore's password: the file's first line, or what a person types.
 * @param isNew the keystore is about to be created, so a typed password is asked for twice
 * @throws PASSWORD_MISSING without a file and a terminal, or when the password is too short
 */
export async function readPassword(file: string | undefined, isNew: boolean): Promise<string> {
  const password = file === undefined ? await typed(isNew) : await firstLine(file);
  if (password.length < shortest)
    fail("PASSWORD_MISSING", `The keystore's password needs at least ${shortest} characters.`);
  return password;
}

async function firstLine(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).split(/\r?\n/, 1)[0] ?? "";
  } catch (cause) {
    fail("PASSWORD_MISSING", `PHAESTUS_PASSWORD_FILE names ${file}, which cannot be read.`, { cause });
  }
}

async function typed(isNew: boolean): Promise<string> {
  if (!process.stdin.isTTY)
    fail("PASSWORD_MISSING", "There is no terminal to ask for the keystore's password in.");
  const password = await ask(isNew ? "New password for the keystore: " : "Password of the keystore: ");
  if (isNew && password !== (await ask("The same again: ")))
    fail("PASSWORD_MISSING", "The two passwords differ; nothing was created.");
  return password;
}
