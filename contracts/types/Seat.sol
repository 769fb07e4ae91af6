// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One attestation in 104 bits: 32 of the operator's number, 24 of its age, 48 of its seal.
/// @dev 48 bits of a seal are enough: it cannot be tried out, because the probe is unknown until all have sealed.
type Seat is uint104;

using Seats for Seat global;

library Seats {
    uint256 private constant NUMBER_SHIFT = 72;
    uint256 private constant AGE_SHIFT = 48;

    /// @param age_ Seconds from submit to attestation: below every window, and those fit 24 bits.
    function seatOf(uint32 number_, uint256 age_, bytes32 seal) internal pure returns (Seat) {
        uint256 packed = (uint256(number_) << NUMBER_SHIFT) | (age_ << AGE_SHIFT) | uint48(bytes6(seal));
        return Seat.wrap(uint104(packed));
    }

    function number(Seat seat) internal pure returns (uint32) {
        return uint32(Seat.unwrap(seat) >> NUMBER_SHIFT);
    }

    function age(Seat seat) internal pure returns (uint256) {
        return uint24(Seat.unwrap(seat) >> AGE_SHIFT);
    }

    /// @notice First six bytes of the seal.
    function tag(Seat seat) internal pure returns (bytes6) {
        return bytes6(uint48(Seat.unwrap(seat)));
    }

    function isObjection(Seat seat) internal pure returns (bool) {
        return tag(seat) == 0;
    }
}
