// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Submission} from "../types/Lot.sol";
import {Order, Terms, Work} from "../types/Terms.sol";

/// @notice How a job's terms divide it into lots, and the hashes under which the chain keeps them.
library TermsShape {
    /// Bytes of ABI-encoded static structs, which are also their bytes of calldata.
    uint256 private constant ORDER_BYTES = 384;
    uint256 private constant TERMS_BYTES = 512;
    uint256 private constant WORK_BYTES = 256;
    uint256 private constant CLAIM_BYTES = 96;
    uint256 private constant SUBMISSION_BYTES = 96;

    // The hashes below are those of `abi.encode`, taken straight from the calldata of static structs, which is
    // their encoding. Bits that do not belong to a field's type are hashed along: a struct that carries some
    // matches nothing, and at post every field is also read, which reverts on such bits.

    /// @notice First 25 bytes of `keccak256(abi.encode(terms))`.
    function hash(Terms calldata terms) internal pure returns (bytes25) {
        bytes32 whole;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, terms, TERMS_BYTES)
            whole := keccak256(free, TERMS_BYTES)
        }
        return bytes25(whole);
    }

    /// @notice The hash that `Terms(artist, postedAt, tiles, workHash, order)` is going to have.
    function hashOf(address artist, uint256 postedAt, uint256 tiles, bytes32 workHash, Order calldata order)
        internal
        pure
        returns (bytes25)
    {
        bytes32 whole;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, artist)
            mstore(add(free, 32), postedAt)
            mstore(add(free, 64), tiles)
            mstore(add(free, 96), workHash)
            calldatacopy(add(free, 128), order, ORDER_BYTES)
            whole := keccak256(free, TERMS_BYTES)
        }
        return bytes25(whole);
    }

    /// @notice `keccak256(abi.encode(work))`.
    function hash(Work calldata work) internal pure returns (bytes32 whole) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, work, WORK_BYTES)
            whole := keccak256(free, WORK_BYTES)
        }
    }

    /// @notice First 24 bytes of `keccak256(abi.encode(claim))`.
    function commitment(Claim calldata claim) internal pure returns (bytes24) {
        bytes32 whole;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, claim, CLAIM_BYTES)
            whole := keccak256(free, CLAIM_BYTES)
        }
        return bytes24(whole);
    }

    /// @notice First 24 bytes of `keccak256(abi.encode(claim, submission))`.
    function commitment(Claim calldata claim, Submission calldata submission) internal pure returns (bytes24) {
        bytes32 whole;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, claim, CLAIM_BYTES)
            calldatacopy(add(free, CLAIM_BYTES), submission, SUBMISSION_BYTES)
            whole := keccak256(free, add(CLAIM_BYTES, SUBMISSION_BYTES))
        }
        return bytes24(whole);
    }

    /// @dev Tiles fit 32 bits and tiles per lot 16, and post has refused 0.
    function lotCount(uint256 tiles, uint256 tilesPerLot) internal pure returns (uint256) {
        unchecked {
            return (tiles + tilesPerLot - 1) / tilesPerLot;
        }
    }

    /// @notice Tiles of a lot; the last one takes what is left.
    /// @dev `index` is below {lotCount}.
    function lotTiles(uint256 tiles, uint256 tilesPerLot, uint256 index) internal pure returns (uint256) {
        unchecked {
            uint256 left = tiles - index * tilesPerLot;
            return left < tilesPerLot ? left : tilesPerLot;
        }
    }
}
