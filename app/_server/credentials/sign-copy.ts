import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { manifestOf, type Provenance } from "./manifest.ts";
import type { SigningOrder } from "./sign-file.ts";

/** The file is held in memory several times over while it is signed. */
const mostBytes = 96 * 1024 * 1024;
const mostMs = 120_000;
/** From the folder that the gallery runs in: a bundle has no place in the tree. */
const program = "app/_server/credentials/sign-file.ts";

/** Whether downloads can carry credentials here, and on whose word. */
export type CredentialKind = "none" | "development" | "configured";

export const credentialKind = ({ C2PA_CERTIFICATE, C2PA_KEY, GRAPHITI_CHAIN }: Env): CredentialKind => {
  if (!C2PA_CERTIFICATE || !C2PA_KEY) return "none";
  return GRAPHITI_CHAIN === "local" ? "development" : "configured";
};

/**
 * Writes the file once more, with content credentials in it. Its pixels stay as they are.
 * @throws CREDENTIALS_UNAVAILABLE
 */
export async function signCopy(
  path: string,
  signedPath: string,
  work: Provenance,
  { C2PA_CERTIFICATE: certificatePath, C2PA_KEY: keyPath }: Env,
): Promise<void> {
  if (!certificatePath || !keyPath)
    fail("CREDENTIALS_UNAVAILABLE", "This gallery has no certificate to sign content credentials with.");
  const { size } = await stat(path);
  if (size > mostBytes)
    fail("CREDENTIALS_UNAVAILABLE", `Copies of more than ${mostBytes / 1024 / 1024} MB are not signed.`, {
      nextStep: "Choose JPEG or WebP, or leave the content credentials out.",
    });
  const order: SigningOrder = {
    path,
    signedPath,
    mimeType: work.mimeType,
    manifest: manifestOf(work),
    certificatePath,
    keyPath,
  };
  const options = { timeout: mostMs, maxBuffer: 1024 * 1024 };
  const running = promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(process.cwd(), program)],
    options,
  );
  running.child.stdin?.end(JSON.stringify(order));
  await running.catch((cause: unknown) => {
    fail("CREDENTIALS_UNAVAILABLE", "The content credentials could not be signed.", { cause });
  });
}
