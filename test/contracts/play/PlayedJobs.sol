// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JobState} from "../../../contracts/types/Job.sol";
import {Claim, LotState, Submission} from "../../../contracts/types/Lot.sol";
import {Order, Terms} from "../../../contracts/types/Terms.sol";
import {EscrowStage} from "./EscrowStage.sol";
import {vm} from "./Harness.sol";

/// @notice The second set of books: what jobs, lots and accounts must be, by the rules' own arithmetic. It reads
/// nothing from the escrow but what the draw hangs on.
contract PlayedJobs is EscrowStage {
    struct PlayedJob {
        Terms terms;
        JobState state;
        uint256 finalLots;
        uint256 assemblyOpenedAt;
        uint256 mints;
    }

    struct PlayedLot {
        LotState state;
        uint256 attempt;
        /// Open: opening moved on, 0 as in the escrow; then due, or submit.
        uint256 time;
        Claim claim;
        Submission submission;
        bool sealIsRight;
        uint40 seed;
        uint64 target;
        bool isCold;
        PlayedSeat[] seats;
    }

    struct PlayedSeat {
        address operator;
        uint24 age;
        bytes6 tag;
        bool agrees;
    }

    struct Book {
        uint256 credit;
        uint256 stake;
        uint256 locked;
        uint256 leaving;
        uint256 leavingAt;
        uint256 raisedAt;
    }

    PlayedJob[] internal played;
    /// Of each job, counted once.
    uint256[] internal lotCounts;
    mapping(uint256 lotId => PlayedLot) internal lots;
    mapping(address account => Book) internal books;
    mapping(uint256 privateKey => address) internal operatorOf;
    address[] internal accounts;
    /// Wei of lots that are not settled, of all stakes, and of whoever forced some upon the escrow.
    uint256 internal escrowed;
    uint256 internal allStaked;
    uint256 internal forced;
    bool internal paused;
    uint256 internal clock;
    uint256 internal height;

    function jobOf(uint256 lotId) internal view returns (PlayedJob storage) {
        return played[(lotId >> 16) - 1];
    }

    function indexOf(uint256 lotId) internal pure returns (uint256) {
        return lotId & 0xffff;
    }

    function tileLots(Terms memory terms) internal pure returns (uint256 count) {
        for (uint256 tiles; tiles < terms.tiles; tiles += terms.order.tilesPerLot) {
            ++count;
        }
    }

    function lotCount(Terms memory terms) internal pure returns (uint256 count) {
        count = tileLots(terms);
        if (count > 1) ++count;
    }

    function isLast(Terms memory terms, uint256 index) internal pure returns (bool) {
        return index + 1 == lotCount(terms);
    }

    /// @dev Tiles of a lot; the assembly lot is as one tile.
    function tilesIn(Terms memory terms, uint256 index) internal pure returns (uint256) {
        uint256 before = index * terms.order.tilesPerLot;
        if (before >= terms.tiles) return 1;
        uint256 left = terms.tiles - before;
        return left < terms.order.tilesPerLot ? left : terms.order.tilesPerLot;
    }

    function shareOf(Terms memory terms, uint256 index) internal pure returns (uint256 share) {
        share = terms.order.maxPrice;
        if (lotCount(terms) == 1) return share;
        if (!isLast(terms, index)) return share * 95 * tilesIn(terms, index) / (100 * uint256(terms.tiles));
        for (uint256 i; i < index; ++i) {
            share -= shareOf(terms, i);
        }
    }

    function priceOf(Terms memory terms, uint256 index, uint256 open) internal pure returns (uint256 price) {
        Order memory order_ = terms.order;
        price = order_.maxPrice;
        if (open < order_.rampSeconds) {
            price = order_.minPrice + uint256(order_.maxPrice - order_.minPrice) * open / order_.rampSeconds;
        }
        if (lotCount(terms) == 1) return price;
        if (isLast(terms, index)) return price * 5 / 100;
        return price * 95 * tilesIn(terms, index) / (100 * uint256(terms.tiles));
    }

    function openedAt(uint256 lotId) internal view returns (uint256) {
        if (lots[lotId].time != 0) return lots[lotId].time;
        Terms memory terms = jobOf(lotId).terms;
        bool isAssembly = indexOf(lotId) != 0 && isLast(terms, indexOf(lotId));
        return isAssembly ? jobOf(lotId).assemblyOpenedAt : terms.postedAt;
    }

    function isAttested(uint256 lotId) internal view returns (bool) {
        return jobOf(lotId).terms.order.attesters != 0 && lots[lotId].claim.operator != address(0);
    }

    function isThin(uint256 lotId) internal view returns (bool) {
        return lots[lotId].seats.length * 2 < jobOf(lotId).terms.order.attesters;
    }

    /// @dev When a submitted lot can be decided slowly, and when no more.
    function decisionTimes(uint256 lotId) internal view returns (uint256 opensAt, uint256 closesAt) {
        (uint256 window, uint256 grace) = timesOf(jobOf(lotId).terms.order);
        if (isAttested(lotId) && (lots[lotId].isCold || isThin(lotId))) window = COLD_WINDOW;
        opensAt = lots[lotId].time + window;
        closesAt = opensAt + grace;
    }

    function payOf(uint256 lotId, uint256 age) internal view returns (uint256) {
        Order memory order_ = jobOf(lotId).terms.order;
        (uint256 window,) = timesOf(order_);
        uint256 quarters = age > window ? window : 4 * window - 3 * age;
        return uint256(lots[lotId].claim.price) / 10 * quarters / (4 * window * order_.attesters);
    }

    function timesOf(Order memory order_) internal pure returns (uint256 window, uint256 grace) {
        return order_.finalityClass == 0 ? (WINDOW, GRACE) : (SLOW_WINDOW, SLOW_GRACE);
    }

    function span(Order memory order_) internal pure returns (uint256) {
        (uint256 window, uint256 grace) = timesOf(order_);
        return order_.claimSeconds + (order_.attesters == 0 ? window : COLD_WINDOW) + grace;
    }

    function probesOf(uint256 lotId) internal view returns (bytes32[] memory) {
        return tileProbes(lotId, lots[lotId].attempt, tilesIn(jobOf(lotId).terms, indexOf(lotId)));
    }

    function probeOf(uint256 lotId) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(probesOf(lotId)));
    }

    function metadataOf(uint256 lotId) internal view returns (bytes32) {
        return isLast(jobOf(lotId).terms, indexOf(lotId)) ? bytes32(lotId) : bytes32(0);
    }

    function freeOf(address operator) internal view returns (uint256) {
        return books[operator].stake - books[operator].locked;
    }

    modifier onClock() {
        vm.warp(clock);
        vm.roll(height);
        _;
    }
}
