import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Artifact, ArtifactResolver, BuildInfo } from "@nomicfoundation/ignition-core";

const folder = new URL("../../artifacts/", import.meta.url);

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(new URL(path, folder), "utf8"));
  } catch (cause) {
    fail("BAD_INPUT", "The contracts are not compiled.", { cause, nextStep: "Run `npx hardhat build`." });
  }
}

/** Reads what `hardhat build` wrote, by the name of the contract. */
export const artifacts: ArtifactResolver = {
  async loadArtifact(name) {
    const [path = name] = globSync(`contracts/**/${name}.sol/${name}.json`, { cwd: folder });
    return (await readJson(path)) as Artifact;
  },
  async getBuildInfo(name) {
    const { buildInfoId } = await artifacts.loadArtifact(name);
    return buildInfoId === undefined
      ? undefined
      : ((await readJson(`build-info/${buildInfoId}.json`)) as BuildInfo);
  },
};
