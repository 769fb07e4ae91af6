// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a token's sales owe, in 24 bytes: 20 of the royalty's receiver, 2 of its basis points, and 2 of those
/// that go to the operators that computed the work.
library Royalty {
    function pack(address receiver, uint16 bps, uint16 operatorShareBps) internal pure returns (bytes24) {
        return bytes24(abi.encodePacked(receiver, bps, operatorShareBps));
    }

    function unpack(bytes24 packed)
        internal
        pure
        returns (address receiver, uint16 bps, uint16 operatorShareBps)
    {
        return (address(bytes20(packed)), uint16(bytes2(packed << 160)), uint16(bytes2(packed << 176)));
    }
}
