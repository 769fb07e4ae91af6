// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A token's royalty in 24 bytes: 20 of the receiver, 2 of the basis points, 2 zero.
library Royalty {
    function pack(address receiver, uint16 bps) internal pure returns (bytes24) {
        return bytes24(abi.encodePacked(receiver, bps));
    }

    function unpack(bytes24 packed) internal pure returns (address receiver, uint16 bps) {
        return (address(bytes20(packed)), uint16(bytes2(packed << 160)));
    }
}
