import { type Address, type Hex, type LocalAccount, recoverTypedDataAddress } from "viem";
import { z } from "zod";

export const progressPhases = [
  "verifying",
  "claiming",
  "computing",
  "storing",
  "submitting",
  "finalising",
] as const;

const decimal = z.string().regex(/^\d{1,78}$/);

/** What a node tells galleries about a lot that it works on. Reported, not proved: nothing may hang on it. */
export const progressSchema = z.object({
  jobId: decimal,
  lotId: decimal,
  attempt: z.number().int().min(0).max(0xffff),
  phase: z.enum(progressPhases),
  tilesDone: z.number().int().min(0).max(0xffffff),
  tiles: z.number().int().min(1).max(0xffffff),
  /** Milliseconds since 1970 by the node's clock. */
  sentAt: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

export type Progress = z.infer<typeof progressSchema>;
export type ProgressDomain = { chainId: number; escrow: Address };

const types = {
  Progress: [
    { name: "jobId", type: "uint256" },
    { name: "lotId", type: "uint256" },
    { name: "attempt", type: "uint16" },
    { name: "phase", type: "string" },
    { name: "tilesDone", type: "uint32" },
    { name: "tiles", type: "uint32" },
    { name: "sentAt", type: "uint64" },
  ],
} as const;

function typedData(domain: ProgressDomain, progress: Progress) {
  return {
    domain: {
      name: "Graphiti Progress",
      version: "1",
      chainId: domain.chainId,
      verifyingContract: domain.escrow,
    },
    types,
    primaryType: "Progress" as const,
    message: {
      ...progress,
      jobId: BigInt(progress.jobId),
      lotId: BigInt(progress.lotId),
      sentAt: BigInt(progress.sentAt),
    },
  };
}

/** Signs with the machine key (EIP-712). */
export function signProgress(
  account: LocalAccount,
  domain: ProgressDomain,
  progress: Progress,
): Promise<Hex> {
  return account.signTypedData(typedData(domain, progress));
}

/** The address that signed; compare it with the lot's machine key. */
export function recoverProgress(
  domain: ProgressDomain,
  progress: Progress,
  signature: Hex,
): Promise<Address> {
  return recoverTypedDataAddress({ ...typedData(domain, progress), signature });
}
