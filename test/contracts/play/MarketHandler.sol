// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Auction, Offer} from "../../../contracts/types/Sale.sol";
import {vm} from "./Harness.sol";
import {Refuser} from "./Hostile.sol";
import {MarketStage} from "./MarketStage.sol";

/// @notice Random play on the market: every function takes one number and makes one move of it. None ever reverts.
/// Keeps a record of its own of who consented to what, and of what everybody must have.
contract MarketHandler is MarketStage {
    uint256 internal constant WORKS = 4;
    uint256 internal constant SHARE_BPS = 321;
    /// Tiles of a work's lots, which people[0], [1] and [3] computed.
    uint96[3] internal lotTiles = [uint96(1), 2, 4];
    uint32 internal constant TILES = 7;
    address[4] internal people = [address(0xA001), address(0xA002), address(0xA003), address(0xA004)];

    /// What an owner wants for a work, until it moves or the owner takes it back.
    struct Consent {
        address seller;
        uint256 price;
    }

    mapping(uint256 work => Consent) internal asked;
    mapping(uint256 work => Consent) internal auctioned;
    mapping(string what => uint256) public count;
    /// What went wrong first; "" when all is well.
    string public disagreement;
    mapping(uint256 lotId => uint256) internal taken;
    uint256 internal clock;
    uint256 internal forced;

    constructor() {
        setStage();
        clock = 1_900_000_000;
        vm.etch(people[3], address(new Refuser()).code);
        for (uint256 i; i < people.length; ++i) {
            vm.deal(people[i], 1e27);
            vm.prank(people[i]);
            art.setApprovalForAll(address(market), true);
            mintWork(people[i], 10 + i);
        }
        desk.set(people[0], 777);
        desk.setShare(uint16(SHARE_BPS));
    }

    function list(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        if (seed % 8 != 0) who = art.ownerOf(work);
        if (who == address(market)) return;
        uint96 price = uint96(1 + (seed >> 32) % 1e20);
        bool isOwner = art.ownerOf(work) == who;
        bool ok = tries(who, 0, abi.encodeCall(market.list, (address(art), work, price, uint40(clock + 1 days), 100)));
        expect(ok == isOwner, "list");
        if (ok) asked[work] = Consent(who, price);
    }

    function unlist(uint256 seed) external {
        (uint256 work,) = begin(seed);
        address who = asked[work].seller;
        if (who == address(0)) return;
        expect(tries(who, 0, abi.encodeCall(market.unlist, (address(art), work))), "unlist");
        delete asked[work];
        ++count["unlisted"];
    }

    function buy(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        address owner = art.ownerOf(work);
        Consent memory wanted = asked[work];
        uint256[6] memory before = held();
        bytes memory call_ = abi.encodeCall(market.buy, (address(art), work, 1e20, who, people[2]));
        if (!tries(who, 2e20, call_)) return;
        expect(wanted.seller == owner, "sold without consent");
        expect(art.ownerOf(work) == who, "not delivered");
        sold(who, wanted.price, before);
        moved(work);
        ++count["bought"];
    }

    function offer(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        uint256 before = market.offerOf(address(art), work, who).amount;
        uint256 value = 1 + (seed >> 32) % 1e20;
        bool ok = tries(who, value, abi.encodeCall(market.makeOffer, (address(art), work, uint40(clock + 1 days))));
        expect(ok && market.offerOf(address(art), work, who).amount == before + value, "offer");
        ++count["offered"];
    }

    function cancelOffer(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        uint256 amount = market.offerOf(address(art), work, who).amount;
        uint256 before = wealth(who);
        bool ok = tries(who, 0, abi.encodeCall(market.cancelOffer, (address(art), work, who)));
        expect(ok == (amount != 0) && wealth(who) == before + amount, "an offer is given back once");
        if (ok) ++count["offer taken back"];
    }

    function acceptOffer(uint256 seed) external {
        (uint256 work, address maker) = begin(seed);
        address owner = art.ownerOf(work);
        if (owner == address(market)) return;
        Offer memory standing = market.offerOf(address(art), work, maker);
        uint256[6] memory before = held();
        bytes memory call_ =
            abi.encodeCall(market.acceptOffer, (address(art), work, maker, 0, people[2], uint16(seed >> 64) % 1_001));
        bool ok = tries(owner, 0, call_);
        expect(ok == (standing.amount != 0 && clock < standing.expiresAt), "accept");
        if (!ok) return;
        expect(market.offerOf(address(art), work, maker).amount == 0, "an offer is spent once");
        expect(art.ownerOf(work) == maker, "not delivered");
        sold(address(0), standing.amount, before);
        moved(work);
        ++count["offer accepted"];
    }

    function open(uint256 seed) external {
        (uint256 work,) = begin(seed);
        address owner = art.ownerOf(work);
        if (owner == address(market)) return;
        uint96 reserve = uint96(1 + (seed >> 32) % 1e18);
        expect(tries(owner, 0, abi.encodeCall(market.openAuction, (work, reserve, 1 hours))), "open");
        auctioned[work] = Consent(owner, reserve);
    }

    function bid(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        Auction memory auction = market.auctionOf(work);
        if (auction.seller == address(0) || auction.amount > 1e24) return;
        bool isFirst = auction.bidder == address(0);
        bool hasConsent = auctioned[work].seller == auction.seller;
        uint256 before = isFirst ? 0 : wealth(auction.bidder);
        uint256 value = market.minimumBid(work) + (seed >> 32) % 1e9;
        bool ok = tries(who, value, abi.encodeCall(market.bid, (work)));
        expect(ok == (isFirst ? hasConsent : clock < auction.endsAt), "bid");
        if (!ok) return;
        if (isFirst) {
            delete asked[work];
        } else {
            uint256 own = who == auction.bidder ? value : 0;
            expect(wealth(auction.bidder) + own == before + auction.amount, "a bid is given back once");
            ++count["outbid"];
        }
        ++count["bid"];
    }

    function settle(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        Auction memory auction = market.auctionOf(work);
        if (seed % 4 != 0 && auction.endsAt > clock) vm.warp(clock = auction.endsAt);
        bool isDue = auction.bidder != address(0) && clock >= auction.endsAt;
        uint256[6] memory before = held();
        bool ok = tries(who, 0, abi.encodeCall(market.settle, (work)));
        expect(ok == isDue, "settle");
        if (!ok) return;
        expect(art.ownerOf(work) == auction.bidder, "not delivered");
        sold(address(0), auction.amount, before);
        moved(work);
        ++count["settled"];
    }

    /// @dev A lot has had its part of all that was put aside so far, rounded down, and no more.
    function takeShare(uint256 seed) external {
        (uint256 work, address who) = begin(seed);
        uint256 index = (seed >> 32) % 3;
        address operator = people[index == 2 ? 3 : index];
        uint256 lotId = (work << 16) + index;
        uint256 due = market.operatorShareAccrued(work) * lotTiles[index] / TILES - taken[lotId];
        uint256 before = wealth(operator);
        bool ok = tries(who, 0, takeCall(lotId, operator, lotTiles[index], TILES));
        expect(ok == (due != 0) && wealth(operator) == before + due, "a share is taken once");
        taken[lotId] += due;
        expect(market.operatorShareTaken(lotId) == taken[lotId], "what was taken");
        if (ok) ++count["share taken"];
    }

    function withdraw(uint256 seed) external {
        begin(seed);
        uint256 credit = market.creditOf(people[3]);
        bool ok = tries(people[3], 0, abi.encodeCall(market.withdraw, (people[1])));
        expect(ok == (credit != 0) && market.creditOf(people[3]) == 0, "withdraw");
        if (ok) ++count["withdrawn"];
    }

    function transfer(uint256 seed) external {
        (uint256 work, address to) = begin(seed);
        address owner = art.ownerOf(work);
        if (owner == address(market) || seed % 4 != 0) return;
        vm.prank(owner);
        art.transferFrom(owner, to, work);
        moved(work);
        ++count["moved"];
    }

    function force(uint256 seed) external {
        forced += seed % 1_000;
        vm.deal(address(market), address(market).balance + seed % 1_000);
    }

    /// @notice Every wei is somebody's credit, an open offer's, the highest bid of an auction or an operator's share, or
    /// was forced; and
    /// the market keeps exactly the works of auctions with a bid.
    function check() external view returns (string memory) {
        uint256 owed = forced + market.creditOf(TREASURY);
        for (uint256 i; i < people.length; ++i) {
            owed += market.creditOf(people[i]);
            Auction memory auction = market.auctionOf(10 + i);
            bool isBid = auction.bidder != address(0);
            if (isBid) owed += auction.amount;
            owed += market.operatorShareAccrued(10 + i);
            for (uint256 index; index < 3; ++index) {
                owed -= taken[((10 + i) << 16) + index];
            }
            if ((art.ownerOf(10 + i) == address(market)) != isBid) return "the market keeps another work";
            for (uint256 j; j < people.length; ++j) {
                owed += market.offerOf(address(art), 10 + i, people[j]).amount;
            }
        }
        return address(market).balance == owed ? "" : "the balance is not what is owed";
    }

    function begin(uint256 seed) private returns (uint256 work, address who) {
        vm.warp(clock += (seed >> 128) % 1_000);
        return (10 + (seed >> 8) % WORKS, people[(seed >> 16) % people.length]);
    }

    function moved(uint256 work) private {
        delete asked[work];
        delete auctioned[work];
    }

    function wealth(address who) private view returns (uint256) {
        return who.balance + market.creditOf(who);
    }

    function held() private view returns (uint256[6] memory wei_) {
        for (uint256 i; i < people.length; ++i) {
            wei_[i] = wealth(people[i]);
        }
        wei_[4] = wealth(TREASURY);
        for (uint256 i; i < WORKS; ++i) {
            wei_[5] += market.operatorShareAccrued(10 + i);
        }
    }

    /// @dev All parts of a price, together, are the price: a buyer that paid it from its wallet made nobody richer.
    function sold(address payer, uint256 price, uint256[6] memory before) private {
        uint256[6] memory after_ = held();
        uint256 sumBefore = payer == address(0) ? price : 0;
        uint256 sumAfter;
        for (uint256 i; i < before.length; ++i) {
            sumBefore += before[i];
            sumAfter += after_[i];
        }
        expect(sumBefore == sumAfter, "the parts are not the price");
        expect(after_[4] - before[4] == price / 100, "fee");
        expect(after_[5] - before[5] == price * SHARE_BPS / 10_000, "operators' share");
    }

    function expect(bool holds, string memory what) private {
        if (!holds && bytes(disagreement).length == 0) disagreement = what;
    }
}
