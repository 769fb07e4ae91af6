import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fail } from "@graphiti/protocol/errors.ts";
import { parse, quickSettings, readSources } from "../solidity/compile.ts";
import { forgePath, runProgram } from "../solidity/forge.ts";
import { makeScratchCopy } from "../solidity/scratch-copy.ts";
import { needsViaIR } from "./bench.ts";

/** Scratch copies, built and ready, one for each worker. */
export type Ground = { folders: string[]; viaIR: boolean; remove(): void };

/** @throws CONTRACTS_BROKEN with what a compiler says */
export async function prepareGround(root: string, copies: number): Promise<Ground> {
  const top = mkdtempSync(join(tmpdir(), "graphiti-mutation-"));
  const remove = () => rmSync(top, { recursive: true, force: true });
  process.once("exit", remove);
  const first = join(top, "0");
  makeScratchCopy(root, first);
  parse(first, readSources(first));
  const viaIR = needsViaIR(first);
  const env = {
    GRAPHITI_SCRATCH_VIA_IR: viaIR ? "1" : "",
    GRAPHITI_SOLC_OPTIMIZER: JSON.stringify(quickSettings(viaIR).optimizer),
    FOUNDRY_PROFILE: viaIR ? "mutant-ir" : "mutant",
  };
  for (const [program, args] of [
    [forgePath(), ["build", "--offline"]],
    ["hardhat", ["build", "--no-tests"]],
  ] as const) {
    console.error(`Compiling for ${basename(program)} …`);
    const { code, output } = await runProgram(program, [...args], { cwd: first, env });
    if (code !== 0) fail("CONTRACTS_BROKEN", `The contracts do not compile:\n${output.slice(-3000)}`);
  }
  const folders = [first];
  for (let copy = 1; copy < copies; copy += 1) {
    const folder = join(top, String(copy));
    cpSync(first, folder, { recursive: true, verbatimSymlinks: true });
    folders.push(folder);
  }
  return { folders, viaIR, remove };
}
