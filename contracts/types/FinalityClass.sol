// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How long a submitted lot waits, in seconds.
struct FinalityClass {
    /// With enough matching seals, a lot is final after this.
    uint32 fastSeconds;
    /// Without them, after this.
    uint32 windowSeconds;
    /// How long after the window anybody can still finalise. Then the lot expires.
    uint32 graceSeconds;
    /// How long a final lot can still be disputed; 0 while there is no referee.
    uint32 tailSeconds;
}

/// @notice Shortest claim that an order may ask for: `baseSeconds + secondsPerTile * tiles of the largest lot`.
struct ClaimPace {
    uint32 baseSeconds;
    uint32 secondsPerTile;
}
