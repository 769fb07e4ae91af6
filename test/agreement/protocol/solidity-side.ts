import type { Hex } from "viem";
import { compile } from "../compile.ts";
import { deploy } from "../deploy.ts";
import type { DrawCase, LotCase, SealCase } from "./cases.ts";
import type { answerDraw, answerLot } from "./typescript-side.ts";

const batchSize = 250;

/** The contracts' libraries on a chain of their own. */
export async function openTwins() {
  const { address, chainId, ask } = await deploy(compile("test/agreement/protocol/Twins.sol", "Twins"));
  return {
    address,
    chainId,
    lots: (cases: readonly LotCase[]) => ask<LotCase, ReturnType<typeof answerLot>>("lots", cases, batchSize),
    draws: (cases: readonly DrawCase[]) =>
      ask<DrawCase, ReturnType<typeof answerDraw>>("draws", cases, batchSize),
    seals: (cases: readonly SealCase[]) => ask<SealCase, Hex>("seals", cases, batchSize),
    trees: (cases: readonly { index: bigint; digest: Hex; proof: Hex[] }[]) =>
      ask<{ index: bigint; digest: Hex; proof: Hex[] }, Hex>("trees", cases, batchSize),
    assemblyTileProbes: (pixels: readonly Hex[]) => ask<Hex, Hex>("assemblyTileProbes", pixels, batchSize),
  };
}

export type Twins = Awaited<ReturnType<typeof openTwins>>;
