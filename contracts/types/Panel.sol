// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Seat} from "./Seat.sol";

/// @notice First word of a lot's panel. From the highest bit: 40 of the draw's seed, 1 whether the lot waits for
/// the cold window, 7 of the number of seats, then two seats of 104 bits; every further word holds two more.
/// As long as there is no seed, the place of the seats holds the block whose hash will be it.
type Panel is uint256;

using Panels for Panel global;

library Panels {
    uint256 private constant SEED_SHIFT = 216;
    uint256 private constant COLD = 1 << 215;
    uint256 private constant COUNT_SHIFT = 208;
    uint256 private constant COUNT_MASK = 0x7f;
    uint256 private constant SEAT_BITS = 104;
    uint256 internal constant SEATS_PER_WORD = 2;

    /// @notice Seed of the draw; 0 while it is not drawn.
    function seed(Panel panel) internal pure returns (uint40) {
        return uint40(Panel.unwrap(panel) >> SEED_SHIFT);
    }

    function isCold(Panel panel) internal pure returns (bool) {
        return Panel.unwrap(panel) & COLD != 0;
    }

    /// @notice How many have attested.
    function count(Panel panel) internal pure returns (uint256) {
        return (Panel.unwrap(panel) >> COUNT_SHIFT) & COUNT_MASK;
    }

    /// @notice The block whose hash will be the seed, if that was moved; else 0. Only while there is no seed.
    function target(Panel panel) internal pure returns (uint64) {
        return uint64(Panel.unwrap(panel));
    }

    /// @notice A panel whose seed will be the hash of block `target_`.
    function awaiting(uint64 target_) internal pure returns (Panel) {
        return Panel.wrap(target_);
    }

    /// @notice An empty panel with a seed.
    function seeded(uint40 seed_) internal pure returns (Panel) {
        return Panel.wrap(uint256(seed_) << SEED_SHIFT);
    }

    /// @notice The same panel, waiting for the cold window.
    function cooled(Panel panel) internal pure returns (Panel) {
        return Panel.wrap(Panel.unwrap(panel) | COLD);
    }

    /// @notice The same panel with one seat more in its count.
    function grown(Panel panel) internal pure returns (Panel) {
        return Panel.wrap(Panel.unwrap(panel) + (1 << COUNT_SHIFT));
    }

    /// @notice The word with a seat at place `index`; that place is empty before.
    function seated(uint256 word, uint256 index, Seat seat) internal pure returns (uint256) {
        return word | (uint256(Seat.unwrap(seat)) << (index % SEATS_PER_WORD * SEAT_BITS));
    }

    function seatAt(uint256 word, uint256 index) internal pure returns (Seat) {
        return Seat.wrap(uint104(word >> (index % SEATS_PER_WORD * SEAT_BITS)));
    }
}
