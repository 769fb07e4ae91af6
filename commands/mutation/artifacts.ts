import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Code, Compiled } from "../solidity/compile.ts";

type Links = Code["linkReferences"];
type ForgeArtifact = { bytecode: Code; deployedBytecode: Code };
type HardhatArtifact = {
  bytecode: string;
  deployedBytecode: string;
  linkReferences: Links;
  deployedLinkReferences: Links;
  immutableReferences?: Code["immutableReferences"];
};

const edit = <Artifact>(path: string, change: (artifact: Artifact) => void) => {
  if (!existsSync(path)) return;
  const artifact = JSON.parse(readFileSync(path, "utf8")) as Artifact;
  change(artifact);
  writeFileSync(path, JSON.stringify(artifact));
};

type BuildInfo = {
  output: {
    sources: Record<string, { id: number }>;
    contracts: Record<string, Record<string, Compiled>>;
  };
};

/** Hardhat names sources `project/contracts/A.sol` and `npm/@scope/package@1.0.0/B.sol`. */
const inHardhat = (file: string) => `project/${file}`;
const fromHardhat = (name: string) =>
  name.replace(/^(project|npm)\//, "").replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, "$1");
const linksInHardhat = (links: Links): Links =>
  Object.fromEntries(Object.entries(links).map(([file, names]) => [inHardhat(file), names]));

/** A source map counts files in its compilation's order: `start:length:file:…`, each part perhaps empty. */
function renumbered(sourceMap: string, ids: Map<number, number>): string {
  return sourceMap
    .split(";")
    .map((entry) => {
      const parts = entry.split(":");
      if (parts[2]) parts[2] = String(ids.get(Number(parts[2])) ?? -1);
      return parts.join(":");
    })
    .join(";");
}

/**
 * The artifacts of both test runners in one scratch copy. The runners look at sources to learn whether they
 * must compile, not at artifacts, so a mutant costs one compilation of what it changes and nothing else.
 */
export class Artifacts {
  readonly #folder: string;
  readonly #buildInfoPath: string;
  readonly #buildInfo: BuildInfo;

  constructor(folder: string) {
    this.#folder = folder;
    const [path] = globSync("artifacts/build-info/*.output.json", { cwd: folder });
    this.#buildInfoPath = join(folder, path ?? "");
    this.#buildInfo = JSON.parse(readFileSync(this.#buildInfoPath, "utf8")) as BuildInfo;
  }

  /** @param ids number of each source file in the compilation that gave the code */
  put(file: string, contract: string, { evm }: Compiled, ids: Map<string, number>): void {
    const { bytecode, deployedBytecode } = evm;
    edit<ForgeArtifact>(
      join(this.#folder, "cache/forge/out", basename(file), `${contract}.json`),
      (artifact) => {
        Object.assign(artifact.bytecode, { ...bytecode, object: `0x${bytecode.object}` });
        Object.assign(artifact.deployedBytecode, {
          ...deployedBytecode,
          object: `0x${deployedBytecode.object}`,
        });
      },
    );
    edit<HardhatArtifact>(join(this.#folder, "artifacts", file, `${contract}.json`), (artifact) => {
      artifact.bytecode = `0x${bytecode.object}`;
      artifact.deployedBytecode = `0x${deployedBytecode.object}`;
      artifact.linkReferences = linksInHardhat(bytecode.linkReferences);
      artifact.deployedLinkReferences = linksInHardhat(deployedBytecode.linkReferences);
      artifact.immutableReferences = deployedBytecode.immutableReferences;
    });
    this.#tellChain(file, contract, evm, ids);
  }

  /** Hardhat's chain names the errors of code that it knows; of other code it reports bare bytes. */
  #tellChain(file: string, contract: string, evm: Compiled["evm"], ids: Map<string, number>): void {
    const { sources, contracts } = this.#buildInfo.output;
    const known = contracts[inHardhat(file)]?.[contract];
    if (!known) return;
    const numbers = new Map<number, number>();
    for (const [name, { id }] of Object.entries(sources)) {
      const here = ids.get(fromHardhat(name));
      if (here !== undefined) numbers.set(here, id);
    }
    for (const part of ["bytecode", "deployedBytecode"] as const) {
      const { linkReferences, sourceMap, ...code } = evm[part];
      Object.assign(known.evm[part], code, {
        linkReferences: linksInHardhat(linkReferences),
        sourceMap: renumbered(sourceMap, numbers),
      });
    }
  }

  /** Writes what concerns all contracts; to be called after the last `put`. */
  flush(): void {
    writeFileSync(this.#buildInfoPath, JSON.stringify(this.#buildInfo));
  }
}
