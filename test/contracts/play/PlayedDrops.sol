// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDropFactory} from "../../../contracts/interfaces/IDropFactory.sol";
import {ISeriesDrop} from "../../../contracts/interfaces/ISeriesDrop.sol";
import {Computing, Series} from "../../../contracts/types/Series.sol";
import {Service} from "../../../contracts/types/Service.sol";
import {WorkState} from "../../../contracts/types/SoldWork.sol";
import {Order, Terms, Work} from "../../../contracts/types/Terms.sol";
import {EscrowStage} from "./EscrowStage.sol";
import {deployArtifact, vm} from "./Harness.sol";
import {Refuser} from "./Hostile.sol";

/// @notice The second set of books of some drops, by the rules' own arithmetic. It reads nothing from a drop.
contract PlayedDrops is EscrowStage {
    enum End {
        Live,
        Minted,
        Refunded
    }

    struct PlayedWork {
        address buyer;
        uint256 paid;
        WorkState state;
        uint256 target;
        uint256 jobId;
        Terms terms;
        End end;
    }

    struct PlayedDrop {
        ISeriesDrop drop;
        Series series;
        PlayedWork[] works;
        uint256 soldOutAt;
        uint256 settled;
        /// Wei that came from the escrow, those that it still has for the drop, and those that somebody forced on it.
        uint256 rest;
        uint256 owed;
        uint256 forced;
        /// All that ever came from the escrow, but for the prices of failed jobs.
        uint256 left;
    }

    struct Purse {
        uint256 credit;
        uint256 paid;
        uint256 works;
        uint256 sent;
        uint256 taken;
    }

    address internal constant ARTIST = address(0x0A01);
    address internal constant OPERATOR = address(0x0901);
    uint256 internal constant KEY = 0x1001;
    uint256 internal constant CLAIM_SECONDS = 200;

    IDropFactory internal factory;
    PlayedDrop[] internal played;
    mapping(uint256 which => mapping(address account => Purse)) internal purses;
    address[5] internal accounts;
    uint256 internal clock;
    uint256 internal height;
    string public disagreement;
    mapping(string outcome => uint256) public count;

    constructor() {
        setStage();
        registry.register(Service(2, 1, 512, 0, 3, 6, bytes32(uint256(1))), INPUT_CID);
        factory = IDropFactory(deployArtifact("DropFactory.sol:DropFactory", abi.encode(escrow)));
        stake(OPERATOR, 10_000 ether);
        registerKey(OPERATOR, KEY);
        accounts = [address(0x0B01), address(0x0B02), address(new Refuser()), address(0x0B04), ARTIST];
        clock = block.timestamp + 1;
        height = 1_000;
    }

    /// @dev Up to five works, in one of four with a list of one account.
    function randomSeries(uint256 seed) internal view returns (Series memory series) {
        series.serviceId = 2;
        series.width = 300;
        series.height = 512;
        series.look = bytes16(uint128(seed));
        series.cardDigest = bytes32(uint256(5));
        series.supply = uint16(1 + (seed >> 8) % 5);
        series.walletCap = uint16(1 + (seed >> 16) % 4);
        uint96 computing = (seed >> 24) % 4 == 0 ? uint96(1 + (seed >> 32) % 9) : uint96(1 + (seed >> 32) % 1 ether);
        series.floorPrice = computing + uint96((seed >> 96) % 2 * ((seed >> 97) % 1 ether));
        series.startPrice = series.floorPrice + uint96((seed >> 160) % 3 ether);
        series.startsAt = uint40(clock + (seed >> 40) % 100);
        series.fallSeconds = uint32(1 + (seed >> 48) % 1_000);
        series.endsAt = uint40(series.startsAt + series.fallSeconds + (seed >> 56) % 2_000);
        if ((seed >> 64) % 4 == 0) {
            series.allowRoot = keccak256(bytes.concat(keccak256(abi.encode(accounts[0]))));
            series.allowEndsAt = uint40(series.startsAt + (seed >> 72) % 500);
        }
        series.royaltyBps = uint16((seed >> 80) % 1_001);
        uint32 deadlineSeconds = uint32(2 * (CLAIM_SECONDS + WINDOW + GRACE) + (seed >> 88) % 3_000);
        uint96 least = uint96(seed % (uint256(computing) + 1));
        series.computing = Computing(least, computing, 300, 200, 0, 0, 0, deadlineSeconds);
    }

    function priceAt(PlayedDrop storage played_, uint256 second) internal view returns (uint256 price) {
        Series memory series = played_.series;
        price = series.startPrice;
        if (second >= uint256(series.startsAt) + series.fallSeconds) return series.floorPrice;
        if (second > series.startsAt) {
            price -= (price - series.floorPrice) * (second - series.startsAt) / series.fallSeconds;
        }
    }

    function overAt(PlayedDrop storage played_) internal view returns (uint256) {
        return played_.soldOutAt == 0 ? played_.series.endsAt : played_.soldOutAt;
    }

    /// @dev The lowest of the prices that were paid, or the floor.
    function clearing(PlayedDrop storage played_) internal view returns (uint256 price) {
        if (played_.works.length < played_.series.supply) return played_.series.floorPrice;
        return played_.works[played_.works.length - 1].paid;
    }

    /// @dev What the work at a place is posted with, now.
    function termsOf(PlayedDrop storage played_, uint256 index) internal view returns (Terms memory) {
        Series memory series = played_.series;
        PlayedWork storage sold = played_.works[index];
        Order memory order_ = order(sold.buyer, series.computing.minPrice, series.computing.maxPrice);
        order_.deadline = uint40(clock + series.computing.deadlineSeconds);
        order_.tilesPerLot = 128;
        order_.rampSeconds = 300;
        order_.royaltyBps = series.royaltyBps;
        order_.royaltyReceiver = ARTIST;
        bytes16 seed = bytes16(keccak256(abi.encode(played_.drop, index, blockhash(sold.target))));
        bytes memory params = abi.encodePacked(seed, series.look);
        Work memory work_ = Work(
            2,
            300,
            512,
            false,
            bytes32(params),
            keccak256(abi.encode(0, sha256(params))),
            sha256(params),
            bytes32(uint256(5))
        );
        return Terms(address(played_.drop), uint40(clock), 1, keccak256(abi.encode(work_)), order_);
    }

    /// @param refusal What it must revert with; empty if it must succeed.
    function tries(
        string memory what,
        address from,
        address to,
        uint256 value,
        bytes memory call_,
        bytes memory refusal
    ) internal returns (bool accepted) {
        bytes memory answer;
        if (value != 0) vm.deal(from, value);
        vm.prank(from);
        (accepted, answer) = to.call{value: value}(call_);
        if (accepted != (refusal.length == 0)) {
            disagreement = string.concat(what, accepted ? ": accepted" : ": refused");
        } else if (!accepted && keccak256(answer) != keccak256(refusal)) {
            disagreement = string.concat(what, ": refused for another reason");
        }
    }

    /// @dev Fuzzers are fond of small numbers; the choices are taken from all bits.
    function mix(uint256 given) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(given)));
    }

    function goTo(uint256 second) internal {
        if (second > clock) clock = second;
        vm.warp(clock);
    }

    modifier onClock() {
        vm.warp(clock);
        vm.roll(height);
        _;
    }
}
