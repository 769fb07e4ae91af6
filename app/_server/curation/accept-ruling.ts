import {
  type CurationScope,
  type Ruling,
  rulingSchema,
  rulingToSign,
  type Visit,
  visitSchema,
  visitToSign,
} from "@graphiti/protocol/curation.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, isAddressEqual, recoverTypedDataAddress } from "viem";
import type { z } from "zod";

/** Who decides for a gallery, and by which clock. */
export type CurationJudge = { scope: CurationScope; curators: Address[]; nowSeconds: number };

/** A signature is good for a moment only, so that whoever sees one later can do nothing with it. Seconds. */
const freshSeconds = 600;

function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return fail("BAD_INPUT", `This cannot be used: ${issue?.path.join(".")} ${issue?.message}.`);
}

function guard({ curator, signedAt }: Visit, { curators, nowSeconds }: CurationJudge): void {
  if (!curators.some((each) => isAddressEqual(each, curator)))
    fail("NOT_A_CURATOR", "This wallet is none of the curators of this gallery.");
  if (Math.abs(nowSeconds - signedAt) > freshSeconds)
    fail("RULING_REFUSED", "The signature is older than ten minutes, or from the future. Sign again.");
}

function requireSigner(signer: Address | undefined, curator: Address): void {
  if (!signer || !isAddressEqual(signer, curator))
    fail("RULING_REFUSED", "The signature is not that of the wallet that it names.");
}

/** A curator's decision, once it is certain that it is one. @throws BAD_INPUT, NOT_A_CURATOR, RULING_REFUSED */
export async function acceptRuling(body: unknown, judge: CurationJudge): Promise<Ruling> {
  const { signature, ...ruling } = read(rulingSchema, body);
  guard(ruling, judge);
  const signed = { ...rulingToSign(judge.scope, ruling), signature };
  requireSigner(await recoverTypedDataAddress(signed).catch(() => undefined), ruling.curator);
  return ruling;
}

/** A curator who may read the reports. @throws BAD_INPUT, NOT_A_CURATOR, RULING_REFUSED */
export async function acceptVisit(body: unknown, judge: CurationJudge): Promise<void> {
  const { signature, ...visit } = read(visitSchema, body);
  guard(visit, judge);
  const signed = { ...visitToSign(judge.scope, visit), signature };
  requireSigner(await recoverTypedDataAddress(signed).catch(() => undefined), visit.curator);
}
