// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowEvents} from "../interfaces/IEscrowEvents.sol";
import {Order, Work} from "../types/Terms.sol";
import {Offer} from "./Offer.sol";
import {TermsShape} from "./TermsShape.sol";

/// @notice What an order must be like, so that nothing in it can later make an honest node's call revert.
library OrderRules {
    uint256 internal constant MAX_TILES_PER_LOT = 128;
    uint256 internal constant MAX_ROYALTY_BPS = 1_000;
    uint256 internal constant MAX_OPERATOR_SHARE_BPS = 500;
    uint256 internal constant MAX_DEADLINE_SECONDS = 90 days;

    function requireMoney(Order calldata order) internal pure {
        if (order.maxPrice == 0 || order.minPrice > order.maxPrice || order.maxPrice > Offer.MAX_PRICE) {
            revert IEscrowEvents.PriceOutOfRange(order.minPrice, order.maxPrice, Offer.MAX_PRICE);
        }
        if (order.rampSeconds == 0) revert IEscrowEvents.RampIsZero();
    }

    function requireToken(Order calldata order) internal pure {
        if (order.recipient == address(0)) revert IEscrowEvents.RecipientRefused(order.recipient);
        if (order.royaltyBps > MAX_ROYALTY_BPS) revert IEscrowEvents.RoyaltyTooHigh(order.royaltyBps, MAX_ROYALTY_BPS);
        if (order.royaltyBps != 0 && order.royaltyReceiver == address(0)) revert IEscrowEvents.RoyaltyReceiverMissing();
        if (order.operatorShareBps > MAX_OPERATOR_SHARE_BPS) {
            revert IEscrowEvents.OperatorShareTooHigh(order.operatorShareBps, MAX_OPERATOR_SHARE_BPS);
        }
    }

    function requireWork(Work calldata work) internal pure {
        if (work.width == 0 || work.height == 0) revert IEscrowEvents.PictureIsEmpty(work.width, work.height);
        if (work.inputRoot == 0 || work.inputDigest == 0 || work.cardDigest == 0) revert IEscrowEvents.DigestIsZero();
    }

    /// @notice Tiles of the picture: cores of `tileCore` pixels, clipped at the right and the bottom.
    /// @dev Sides fit 32 bits, so the product fits 65; the registry has refused a core of 0.
    function tilesOf(Work calldata work, uint256 tileCore) internal pure returns (uint256) {
        unchecked {
            uint256 columns = (work.width + tileCore - 1) / tileCore;
            uint256 rows = (work.height + tileCore - 1) / tileCore;
            return columns * rows * (work.hasAlpha ? 2 : 1);
        }
    }

    /// @return largestLot Tiles of the largest lot.
    function requireLots(Order calldata order, uint256 tiles, uint256 maxLots)
        internal
        pure
        returns (uint256 largestLot)
    {
        uint256 tilesPerLot = order.tilesPerLot;
        if (tilesPerLot == 0 || tilesPerLot > MAX_TILES_PER_LOT) {
            revert IEscrowEvents.TilesPerLotOutOfRange(tilesPerLot, MAX_TILES_PER_LOT);
        }
        uint256 lots = TermsShape.tileLots(tiles, tilesPerLot);
        if (lots > maxLots) revert IEscrowEvents.TooManyLots(lots, maxLots);
        if (order.sampleTiles > tilesPerLot) revert IEscrowEvents.SampleTooLarge(order.sampleTiles, tilesPerLot);
        return TermsShape.lotTiles(tiles, tilesPerLot, 0);
    }

    /// @param maxAttesters Most that an order may ask for.
    function requireAttesters(Order calldata order, uint256 maxAttesters) internal pure {
        if (order.attesters > maxAttesters) revert IEscrowEvents.TooManyAttesters(order.attesters, maxAttesters);
        if (order.attesters != 0 && order.sampleTiles == 0) revert IEscrowEvents.SampleIsZero();
    }

    /// @param span Seconds that must fit before the deadline.
    function requireDeadline(Order calldata order, uint256 span) internal view {
        uint256 latest = block.timestamp + MAX_DEADLINE_SECONDS;
        if (order.deadline > latest) revert IEscrowEvents.DeadlineTooFar(order.deadline, latest);
        requireSpan(order, span);
    }

    function requireSpan(Order calldata order, uint256 span) internal view {
        uint256 earliest = block.timestamp + span;
        if (order.deadline < earliest) revert IEscrowEvents.DeadlineTooNear(order.deadline, earliest);
    }
}
