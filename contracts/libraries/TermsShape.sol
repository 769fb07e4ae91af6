// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Submission} from "../types/Lot.sol";
import {Terms} from "../types/Terms.sol";

/// @notice How a job's terms divide it into lots, and the hashes under which the chain keeps them.
library TermsShape {
    function hash(Terms memory terms) internal pure returns (bytes25) {
        return bytes25(keccak256(abi.encode(terms)));
    }

    function lotCount(uint256 tiles, uint256 tilesPerLot) internal pure returns (uint256) {
        return (tiles + tilesPerLot - 1) / tilesPerLot;
    }

    /// @notice Tiles of a lot; the last one takes what is left.
    function lotTiles(uint256 tiles, uint256 tilesPerLot, uint256 index) internal pure returns (uint256) {
        uint256 left = tiles - index * tilesPerLot;
        return left < tilesPerLot ? left : tilesPerLot;
    }

    function commitment(Claim calldata claim) internal pure returns (bytes24) {
        return bytes24(keccak256(abi.encode(claim)));
    }

    function commitment(Claim calldata claim, Submission calldata submission) internal pure returns (bytes24) {
        return bytes24(keccak256(abi.encode(claim, submission)));
    }
}
