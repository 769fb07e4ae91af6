// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {SeriesDrop} from "./SeriesDrop.sol";
import {IDropFactory} from "./interfaces/IDropFactory.sol";
import {IEscrowEvents} from "./interfaces/IEscrowEvents.sol";
import {IJobEscrow} from "./interfaces/IJobEscrow.sol";
import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {Offer} from "./libraries/Offer.sol";
import {OrderRules} from "./libraries/OrderRules.sol";
import {SeriesJob} from "./libraries/SeriesJob.sol";
import {FinalityClass} from "./types/FinalityClass.sol";
import {Series} from "./types/Series.sol";
import {Order, Work} from "./types/Terms.sol";

/// @dev Documented in {IDropFactory}.
contract DropFactory is IDropFactory {
    using OrderRules for Order;
    using OrderRules for Work;
    using SeriesJob for Series;

    uint256 private constant GENERATES = 2;
    /// Spans that must fit before the deadline of a job.
    uint256 private constant MIN_SPANS = 2;

    /// @inheritdoc IDropFactory
    uint16 public constant MAX_SUPPLY = 10_000;
    /// @inheritdoc IDropFactory
    uint32 public constant MAX_LEAD_SECONDS = 90 days;
    /// @inheritdoc IDropFactory
    uint32 public constant MAX_SALE_SECONDS = 30 days;

    /// @inheritdoc IDropFactory
    IJobEscrow public immutable escrow;
    /// @inheritdoc IDropFactory
    address public immutable implementation;
    IServiceRegistry private immutable REGISTRY;

    constructor(IJobEscrow escrow_) {
        escrow = escrow_;
        REGISTRY = escrow_.registry();
        implementation = address(new SeriesDrop(escrow_));
    }

    /// @inheritdoc IDropFactory
    function open(Series calldata series) external returns (address drop) {
        _requireSupply(series);
        _requireTimes(series);
        uint256 kind = REGISTRY.serviceOf(series.serviceId).kind;
        if (kind != GENERATES) revert NotAGenerator(series.serviceId, kind);
        // The buyers take the artist's place, and other seeds that of 0: neither can make the escrow refuse a job.
        Series memory series_ = series;
        this.requireJob(series_.orderOf(msg.sender, msg.sender), series_.workOf(0));
        _requirePrices(series);

        drop = Clones.cloneWithImmutableArgs(implementation, abi.encode(msg.sender, series));

        emit DropOpened(drop, msg.sender, series);
    }

    /// @inheritdoc IDropFactory
    function requireJob(Order calldata order, Work calldata work) external view {
        order.requireMoney();
        order.requireToken();
        work.requireWork();
        uint256 tiles = work.tilesOf(REGISTRY.tileCoreOf(work.serviceId));
        order.requireLots(tiles, 1);
        order.requireAttesters(escrow.MAX_ATTESTERS());
        FinalityClass[] memory classes = escrow.finalityClasses();
        if (order.finalityClass >= classes.length) {
            revert IEscrowEvents.UnknownClass(order.finalityClass, classes.length);
        }
        uint256 least = escrow.minClaimSeconds(tiles);
        if (order.claimSeconds < least) revert IEscrowEvents.ClaimTooShort(order.claimSeconds, least);
        FinalityClass memory class = classes[order.finalityClass];
        uint256 window = order.attesters == 0 ? class.windowSeconds : classes[classes.length - 1].windowSeconds;
        order.requireDeadline(MIN_SPANS * (order.claimSeconds + window + class.graceSeconds));
    }

    function _requireSupply(Series calldata series) private pure {
        if (series.supply == 0 || series.supply > MAX_SUPPLY) revert SupplyOutOfRange(series.supply, MAX_SUPPLY);
        if (series.walletCap == 0) revert WalletCapIsZero();
    }

    function _requireTimes(Series calldata series) private view {
        uint256 latestStart = block.timestamp + MAX_LEAD_SECONDS;
        if (series.startsAt < block.timestamp || series.startsAt > latestStart) {
            revert StartOutOfRange(series.startsAt, block.timestamp, latestStart);
        }
        if (series.fallSeconds == 0) revert FallIsZero();
        uint256 earliestEnd = uint256(series.startsAt) + series.fallSeconds;
        uint256 latestEnd = uint256(series.startsAt) + MAX_SALE_SECONDS;
        if (series.endsAt < earliestEnd || series.endsAt > latestEnd) {
            revert EndOutOfRange(series.endsAt, earliestEnd, latestEnd);
        }
    }

    function _requirePrices(Series calldata series) private pure {
        uint256 least = series.computing.maxPrice;
        if (
            series.floorPrice < least || series.startPrice < series.floorPrice || series.startPrice > Offer.MAX_PRICE
        ) revert SalePriceOutOfRange(series.startPrice, series.floorPrice, least, Offer.MAX_PRICE);
    }
}
