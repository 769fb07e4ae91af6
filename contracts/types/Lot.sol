// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

enum LotState {
    Open,
    Claimed,
    Submitted,
    Final,
    Refunded
}

/// @notice One slot per lot. A slot that was never written is an Open lot at its first attempt.
struct Lot {
    LotState state;
    /// Times the lot was opened again.
    uint16 attempt;
    /// Open: when it opened, moved on by the seconds it was not open (0 = `terms.postedAt`, for the assembly lot
    /// `job.assemblyOpenedAt`). Claimed: when the claim is due. Submitted and Final: when it was submitted.
    uint40 time;
    /// Open: 0. Claimed: of the claim. Submitted and Final: of the claim and the submission, except that the
    /// lot that minted holds the token's {Royalty}: nothing asks for its commitment again, and a slot of its
    /// own would cost 22,000 gas (see `computedBy`).
    bytes24 commitment;
}

struct Claim {
    /// 0 when the artist assembles: no claim, no bond, no pay.
    address operator;
    /// Wei, frozen at the claim.
    uint96 price;
    /// Seconds the lot had been open when it was claimed.
    uint32 openSeconds;
}

struct Submission {
    /// Merkle root over the digests of the lot's output tiles; of the assembly lot, over the lots' roots.
    bytes32 outputRoot;
    /// SHA-256 of the token's canonical metadata; 0 for a lot that makes no file.
    bytes32 metadataDigest;
    /// See {Seals}.
    bytes32 seal;
    /// The block of the submit, as {L2Clock} counts. The draw hangs on a later one.
    uint64 l2Block;
}
