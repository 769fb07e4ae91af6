import { type Claim, hashTerms, type Submission, type Terms } from "@graphiti/protocol/terms.ts";
import { encodeAbiParameters, type Hex, keccak256, slice } from "viem";

const claimAbi = {
  type: "tuple",
  components: [
    { name: "operator", type: "address" },
    { name: "price", type: "uint96" },
    { name: "openSeconds", type: "uint32" },
  ],
} as const;

const submissionAbi = {
  type: "tuple",
  components: [
    { name: "outputRoot", type: "bytes32" },
    { name: "metadataDigest", type: "bytes32" },
    { name: "seal", type: "bytes32" },
  ],
} as const;

/** What a Claimed lot keeps of its claim: 24 bytes. Twin of `TermsShape.commitment`. */
export const claimCommitment = (claim: Claim): Hex =>
  slice(keccak256(encodeAbiParameters([claimAbi], [claim])), 0, 24);

/** What a Submitted lot keeps: 24 bytes over claim and submission. */
export const submissionCommitment = (claim: Claim, submission: Submission): Hex =>
  slice(keccak256(encodeAbiParameters([claimAbi, submissionAbi], [claim, submission])), 0, 24);

/** What a job keeps of its terms: 25 bytes. */
export const termsCommitment = (terms: Terms): Hex => slice(hashTerms(terms), 0, 25);
