// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Submission} from "../types/Lot.sol";
import {Order, Terms, Work} from "../types/Terms.sol";
import {Offer} from "./Offer.sol";

/// @notice How a job's terms divide it into lots, and the hashes under which the chain keeps them.
library TermsShape {
    /// Bytes of ABI-encoded static structs, which are also their bytes of calldata.
    uint256 private constant ORDER_BYTES = 416;
    uint256 private constant TERMS_BYTES = 544;
    uint256 private constant WORK_BYTES = 256;
    uint256 private constant CLAIM_BYTES = 96;
    uint256 private constant SUBMISSION_BYTES = 128;

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

    /// @notice Lots of tiles, without the assembly lot.
    /// @dev Tiles fit 32 bits and tiles per lot 16, and post has refused 0.
    function tileLots(uint256 tiles, uint256 tilesPerLot) internal pure returns (uint256) {
        unchecked {
            return (tiles + tilesPerLot - 1) / tilesPerLot;
        }
    }

    /// @notice Tiles of a tile lot; the last one takes what is left.
    /// @dev `index` is below {tileLots}.
    function lotTiles(uint256 tiles, uint256 tilesPerLot, uint256 index) internal pure returns (uint256) {
        unchecked {
            uint256 left = tiles - index * tilesPerLot;
            return left < tilesPerLot ? left : tilesPerLot;
        }
    }

    /// @notice Lots of tiles of a job.
    function tileLots(Terms calldata terms) internal pure returns (uint256) {
        return tileLots(terms.tiles, terms.order.tilesPerLot);
    }

    /// @notice All lots of a job: several lots of tiles are followed by the assembly lot.
    function lotCount(Terms calldata terms) internal pure returns (uint256) {
        uint256 lots = tileLots(terms);
        return lots == 1 ? 1 : lots + 1;
    }

    /// @notice Whether a lot joins the tiles of others.
    function isAssembly(Terms calldata terms, uint256 lotId) internal pure returns (bool) {
        uint256 index = lotId & type(uint16).max;
        return index != 0 && index == tileLots(terms);
    }

    /// @notice Whether a lot makes the file and its metadata: the last of a job.
    function makesFile(Terms calldata terms, uint256 lotId) internal pure returns (bool) {
        return (lotId & type(uint16).max) + 1 == lotCount(terms);
    }

    /// @notice How many probes a lot has: one per tile; the assembly lot has one in all.
    function probesOf(Terms calldata terms, uint256 lotId) internal pure returns (uint256) {
        if (isAssembly(terms, lotId)) return 1;
        return lotTiles(terms.tiles, terms.order.tilesPerLot, lotId & type(uint16).max);
    }

    /// @notice The part of the job's highest price that is escrowed for a lot. All lots' parts add up to it: what
    /// the divisions leave is in the assembly lot's, and comes back to the artist with what that lot's price leaves.
    function shareOf(Terms calldata terms, uint256 lotId) internal pure returns (uint256) {
        uint256 lots = tileLots(terms);
        uint256 maxPrice = terms.order.maxPrice;
        if (lots == 1) return maxPrice;
        if (!isAssembly(terms, lotId)) return Offer.tileLotPart(maxPrice, probesOf(terms, lotId), terms.tiles);
        uint256 tilesPerLot = terms.order.tilesPerLot;
        uint256 lastTiles = lotTiles(terms.tiles, tilesPerLot, lots - 1);
        return maxPrice - (lots - 1) * Offer.tileLotPart(maxPrice, tilesPerLot, terms.tiles)
            - Offer.tileLotPart(maxPrice, lastTiles, terms.tiles);
    }

    /// @notice What a lot is paid when it is claimed after `openSeconds` of being open; at most {shareOf}.
    function priceOf(Terms calldata terms, uint256 lotId, uint256 openSeconds) internal pure returns (uint256) {
        Order calldata order = terms.order;
        uint256 price = Offer.priceAt(order.minPrice, order.maxPrice, order.rampSeconds, openSeconds);
        if (tileLots(terms) == 1) return price;
        if (isAssembly(terms, lotId)) return Offer.assemblyPart(price);
        return Offer.tileLotPart(price, probesOf(terms, lotId), terms.tiles);
    }
}
