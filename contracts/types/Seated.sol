// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One attestation, as views show it.
struct Seated {
    address operator;
    /// Seconds from submit to attestation.
    uint24 age;
    /// First six bytes of its seal; 0 is an objection.
    bytes6 tag;
}

/// @notice Why an attestation was passed over. The first that applies.
enum SkipReason {
    None,
    /// The lot is not Submitted (any more).
    NotSubmitted,
    /// It holds another submission.
    OtherSubmission,
    /// Nobody was asked to attest it.
    NotWanted,
    WindowOver,
    OwnWork,
    PanelFull,
    AlreadyAttested,
    /// The operator added to its stake after the submit.
    StakeTooRecent,
    /// The block whose hash will be the seed is not there yet.
    SeedPending,
    /// Its hash is not known any more: a later block was named instead.
    SeedGone,
    /// The operator is not in the circle yet.
    NotDrawn,
    /// Not enough free stake to lock the lot's price.
    StakeTooLow
}
