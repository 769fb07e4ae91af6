// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

enum JobState {
    None,
    Live,
    Minted,
    Closed
}

/// @notice One slot per job.
struct Job {
    JobState state;
    /// Lots that are Final.
    uint8 finalLots;
    /// Unix seconds at which the assembly lot opened; 0 for a job of one lot.
    uint40 assemblyOpenedAt;
    /// First 25 bytes of `keccak256(abi.encode(terms))`.
    bytes25 termsHash;
}
