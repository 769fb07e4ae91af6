// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {vm, within} from "../play/Harness.sol";
import {GasBurner, Refuser, ReturnBomber} from "../play/Hostile.sol";
import {Answer, MarketVisitor} from "../play/MarketActors.sol";
import {MarketStage} from "../play/MarketStage.sol";

/// @notice Rows of contracts/THREATS.md about the market.
contract MarketThreatsTest is MarketStage {
    function setUp() public {
        setStage();
    }

    function test_aListingIsDeadWhenItsWorkCameBack() public {
        listWork(1 ether);
        vm.prank(SELLER);
        art.transferFrom(SELLER, BUYER, WORK);
        vm.prank(BUYER);
        art.transferFrom(BUYER, SELLER, WORK);
        approve(SELLER, WORK);
        vm.assertTrue(!would(BUYER, 1 ether, buyCall(address(art), WORK, 1 ether)), "an old price");
        listWork(1 ether);
        vm.assertTrue(would(BUYER, 1 ether, buyCall(address(art), WORK, 1 ether)), "a new one");
    }

    function test_anAuctionIsDeadWhenItsWorkCameBack() public {
        openAuction();
        vm.prank(SELLER);
        art.transferFrom(SELLER, BUYER, WORK);
        vm.prank(BUYER);
        art.transferFrom(BUYER, SELLER, WORK);
        approve(SELLER, WORK);
        vm.assertTrue(!would(BUYER, 1 ether, bidCall()), "an old auction");
        openAuction();
        vm.assertTrue(would(BUYER, 1 ether, bidCall()), "a new one");
    }

    function test_aRaisedPriceIsNotPaid() public {
        listWork(2 ether);
        vm.assertTrue(!would(BUYER, 2 ether, buyCall(address(art), WORK, 2 ether - 1)), "a wei too much");
        vm.assertTrue(would(BUYER, 2 ether, buyCall(address(art), WORK, 2 ether)), "what was seen");
    }

    function test_aForeignTokenNeedsItsOwnApproval() public {
        foreign_.mint(SELLER, 1);
        vm.prank(SELLER);
        foreign_.setApprovalForAll(address(market), true);
        vm.prank(SELLER);
        market.list(address(foreign_), 1, 1 ether, uint40(block.timestamp + 1), 0);
        vm.assertTrue(!would(BUYER, 1 ether, buyCall(address(foreign_), 1, 1 ether)), "of all tokens");
        vm.prank(SELLER);
        foreign_.approve(address(market), 1);
        vm.assertTrue(would(BUYER, 1 ether, buyCall(address(foreign_), 1, 1 ether)), "of this one");
    }

    /// @dev Whatever a collection answers, the token is sold, and at most a tenth goes to whom it names.
    function test_noAnswerOfACollectionHoldsASaleUp() public {
        uint256[7] memory royalties = [uint256(0.1 ether), 0.1 ether, 0, 0, 0, 0, 0];
        for (uint256 i; i < royalties.length; ++i) {
            foreign_.mint(SELLER, i);
            foreign_.setAnswer(Answer(i));
            vm.prank(SELLER);
            foreign_.approve(address(market), i);
            vm.prank(SELLER);
            market.list(address(foreign_), i, 1 ether, uint40(block.timestamp + 1), 0);
            uint256 before = SELLER.balance;
            uint256 gasBefore = gasleft();
            vm.assertTrue(tries(BUYER, 1 ether, buyCall(address(foreign_), i, 1 ether)), "sold");
            vm.assertLe(gasBefore - gasleft(), 400_000, "gas");
            vm.assertEq(SELLER.balance - before, 0.99 ether - royalties[i], "proceeds");
        }
        vm.assertEq(address(market).balance, 0, "nothing stays");
    }

    /// @dev Seller, artist, treasury and outbid bidder take nothing, burn gas or answer with a megabyte.
    function test_hostileReceiversAreCreditedAndHoldNobodyUp() public {
        bytes[2] memory codes = [address(new Refuser()).code, address(new GasBurner()).code];
        for (uint256 i; i < codes.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            openAuction();
            address outbid = address(0x0B1D);
            vm.deal(outbid, 1 ether);
            vm.assertTrue(tries(outbid, 1 ether, bidCall()), "first bid");
            address[4] memory paid = [SELLER, ARTIST, TREASURY, outbid];
            for (uint256 j; j < paid.length; ++j) {
                vm.etch(paid[j], codes[i]);
            }
            vm.assertTrue(tries(BUYER, 2 ether, bidCall()), "outbid");
            vm.assertEq(market.creditOf(outbid), 1 ether, "has its bid back");
            vm.warp(block.timestamp + 1 days);
            vm.assertTrue(tries(BUYER, 0, abi.encodeCall(market.settle, (WORK))), "settled");
            vm.assertTrue(art.ownerOf(WORK) == BUYER, "owner");
            vm.assertEq(market.creditOf(ARTIST), 0.1 ether, "royalty");
            vm.assertEq(market.creditOf(TREASURY), 0.02 ether, "fee");
            vm.assertEq(market.creditOf(SELLER), 1.88 ether, "proceeds");
            vm.revertToState(snapshot);
        }
    }

    function test_aReturnBombCostsTheBuyerNothing() public {
        listWork(1 ether);
        bytes memory call_ = buyCall(address(art), WORK, 1 ether);
        vm.etch(SELLER, address(new ReturnBomber()).code);
        uint256 before = gasleft();
        vm.assertTrue(tries(BUYER, 1 ether, call_), "sold");
        // Making the megabyte costs 2.1 million, and copying it as much again.
        vm.assertLe(before - gasleft(), 500_000, "nothing is copied");
    }

    /// @dev With whatever gas a sale comes through at all, its royalty and all other parts are paid in full.
    function test_noGasLimitSkipsARoyalty() public {
        listWork(1 ether);
        bytes memory call_ = buyCall(address(art), WORK, 1 ether);
        uint256 refused;
        uint256 sold;
        for (uint256 limit = 60_000; limit < 330_000; limit += 500) {
            uint256 snapshot = vm.snapshotState();
            vm.prank(BUYER);
            (bool ok,) = address(market).call{value: 1 ether, gas: limit}(call_);
            if (ok) {
                ++sold;
                vm.assertEq(ARTIST.balance, 0.05 ether, "royalty");
                vm.assertEq(TREASURY.balance, 0.01 ether, "fee");
                vm.assertEq(SELLER.balance, 0.94 ether, "proceeds");
            } else {
                ++refused;
            }
            vm.revertToState(snapshot);
        }
        vm.assertGt(refused, 0, "some limits are too low");
        vm.assertGt(sold, 0, "and some are not");
    }

    function test_listingsAndOffersEndInTheirSecond() public {
        listWork(1 ether);
        uint256 end = block.timestamp + 1 days;
        bytes memory offers = abi.encodeCall(market.makeOffer, (address(art), WORK, uint40(end)));
        vm.assertTrue(tries(BUYER, 1 ether, offers), "offer");
        bytes memory accepts =
            abi.encodeCall(market.acceptOffer, (address(art), WORK, BUYER, 1 ether, address(0), 0));
        bytes memory takesBack = abi.encodeCall(market.cancelOffer, (address(art), WORK, BUYER));
        for (uint256 second = end - 1; second <= end + 1; ++second) {
            vm.warp(second);
            vm.assertTrue(would(BUYER, 1 ether, buyCall(address(art), WORK, 1 ether)) == (second < end), "buy");
            vm.assertTrue(would(SELLER, 0, accepts) == (second < end), "accept");
            vm.assertTrue(would(address(1), 0, takesBack) == (second >= end), "give back");
            vm.assertTrue(would(BUYER, 0, takesBack), "its maker always");
        }
    }

    function test_anOfferBelowTheLeastIsNotAccepted() public {
        bytes memory offers = abi.encodeCall(market.makeOffer, (address(art), WORK, uint40(block.timestamp + 9)));
        vm.assertTrue(tries(BUYER, 1 ether, offers), "offer");
        for (uint256 least = 1 ether; least <= 1 ether + 1; ++least) {
            bytes memory accepts =
                abi.encodeCall(market.acceptOffer, (address(art), WORK, BUYER, least, address(0), 0));
            vm.assertTrue(would(SELLER, 0, accepts) == (least == 1 ether), "a wei decides");
        }
    }

    function test_bidsAndSettlingMeetAtTheEnd() public {
        openAuction();
        vm.assertTrue(tries(BUYER, 1 ether, bidCall()), "first bid");
        uint256 end = block.timestamp + 1 hours;
        for (uint256 second = end - 1; second <= end + 1; ++second) {
            vm.warp(second);
            vm.assertTrue(would(BUYER, 2 ether, bidCall()) == (second < end), "bid");
            vm.assertTrue(would(BUYER, 0, abi.encodeCall(market.settle, (WORK))) == (second >= end), "settle");
        }
        vm.warp(end - 1);
        vm.assertTrue(tries(BUYER, 2 ether, bidCall()), "the last second");
        vm.assertEq(market.auctionOf(WORK).endsAt, end - 1 + 15 minutes, "extended");
    }

    /// @dev A twentieth more, rounded up: the quotient is checked from both sides.
    function testFuzz_aRaiseIsATwentiethRoundedUp(uint96 given) public {
        uint256 highest = within(given, 1 ether, 400 ether);
        openAuction();
        vm.assertTrue(tries(BUYER, highest, bidCall()), "first bid");
        uint256 least = market.minimumBid(WORK);
        vm.assertTrue(least * 20 >= highest * 21 && (least - 1) * 20 < highest * 21, "rounded up");
        vm.assertTrue(!would(BUYER, least - 1, bidCall()), "a wei less");
        vm.assertTrue(would(BUYER, least, bidCall()), "just enough");
    }

    function test_anAuctionWithABidCannotBeTakenBack() public {
        openAuction();
        bytes memory takesBack = abi.encodeCall(market.cancelAuction, (WORK));
        vm.assertTrue(would(SELLER, 0, takesBack), "without a bid");
        vm.assertTrue(tries(BUYER, 1 ether, bidCall()), "first bid");
        vm.assertTrue(!would(SELLER, 0, takesBack), "with one");
    }

    function test_anAuctionIsSettledOnce() public {
        openAuction();
        vm.assertTrue(tries(BUYER, 1 ether, bidCall()), "first bid");
        vm.deal(address(market), address(market).balance + 5 ether);
        vm.warp(block.timestamp + 1 hours);
        vm.assertTrue(tries(BUYER, 0, abi.encodeCall(market.settle, (WORK))), "once");
        vm.prank(BUYER);
        art.transferFrom(BUYER, address(market), WORK);
        vm.assertTrue(!would(BUYER, 0, abi.encodeCall(market.settle, (WORK))), "not twice");
        vm.assertEq(address(market).balance, 5 ether, "forced ether is nobody's");
    }

    /// @dev Each call would succeed from outside, and none does from inside of a payment, with all gas there is.
    function test_noCallIsLetInFromInsideOfAPayment() public {
        MarketVisitor visitor = new MarketVisitor(address(market));
        vm.deal(address(visitor), 10 ether);
        mintWork(SELLER, 2);
        mintWork(SELLER, 3);
        mintWork(address(visitor), 4);
        vm.prank(SELLER);
        market.list(address(art), WORK, 1, uint40(block.timestamp + 30 days), 0);
        vm.prank(SELLER);
        market.openAuction(2, 1, 1 hours);
        vm.prank(SELLER);
        market.openAuction(3, 1, 1 hours);
        vm.prank(BUYER);
        market.bid{value: 1}(3);
        vm.prank(BUYER);
        market.makeOffer{value: 9}(address(art), 4, uint40(block.timestamp + 30 days));
        bytes memory offers =
            abi.encodeCall(market.makeOffer, (address(art), 1, uint40(block.timestamp + 30 days)));
        visitor.run(offers, 9);
        vm.warp(block.timestamp + 1 days);
        creditTo(visitor);
        bytes[6] memory calls = [
            abi.encodeCall(market.cancelOffer, (address(art), 1, address(visitor))),
            abi.encodeCall(market.acceptOffer, (address(art), 4, BUYER, 9, address(0), 0)),
            abi.encodeCall(market.settle, (3)),
            takeCall(9 << 16, address(visitor), 1, 1),
            abi.encodeCall(market.buy, (address(art), 1, 1, BUYER, address(0))),
            abi.encodeCall(market.bid, (2))
        ];
        for (uint256 i; i < calls.length; ++i) {
            uint256 value = i > 3 ? 1 : 0;
            vm.assertTrue(would(address(visitor), value, calls[i]), "from outside");
            uint256 snapshot = vm.snapshotState();
            visitor.prepare(calls[i], value);
            bool paid = visitor.run(abi.encodeCall(market.withdraw, (address(visitor))), 0);
            vm.assertTrue(paid && visitor.isEntered(), "entered");
            vm.assertTrue(!visitor.isLetIn(), "but not let in");
            vm.revertToState(snapshot);
        }
    }

    /// @dev A royalty that it does not take at once.
    function creditTo(MarketVisitor visitor) private {
        bytes memory code = address(visitor).code;
        vm.etch(address(visitor), address(new Refuser()).code);
        desk.set(address(visitor), 500);
        desk.setShare(500);
        mintWork(SELLER, 9);
        vm.prank(SELLER);
        market.list(address(art), 9, 1 ether, uint40(block.timestamp + 1), 0);
        vm.assertTrue(tries(BUYER, 1 ether, buyCall(address(art), 9, 1 ether)), "sold");
        vm.assertEq(market.creditOf(address(visitor)), 0.05 ether, "credited");
        vm.etch(address(visitor), code);
        desk.set(ARTIST, 500);
        desk.setShare(0);
    }

    function testFuzz_everyWeiOfAPriceIsSomebodys(
        uint96 given,
        uint16 askedBps,
        uint16 givenBps,
        uint16 givenShareBps
    ) public {
        uint96 price = uint96(within(given, 1, 900 ether));
        uint16 referrerBps = uint16(within(givenBps, 0, 1_000));
        address referrer = address(0x4EF);
        desk.set(ARTIST, askedBps);
        uint16 shareBps = uint16(within(givenShareBps, 0, 500));
        desk.setShare(shareBps);
        vm.prank(SELLER);
        market.list(address(art), WORK, price, uint40(block.timestamp + 1), referrerBps);
        bytes memory buys = abi.encodeCall(market.buy, (address(art), WORK, price, BUYER, referrer));
        vm.assertTrue(tries(BUYER, uint256(price) + 7, buys), "sold");
        vm.assertEq(BUYER.balance, 1_000 ether - price, "the rest came back");
        uint256 paid = ARTIST.balance + TREASURY.balance + referrer.balance + SELLER.balance;
        vm.assertEq(paid + address(market).balance, price, "nothing is lost");
        vm.assertEq(address(market).balance, uint256(price) * shareBps / 10_000, "operators' share");
        vm.assertLe(ARTIST.balance, price / 10, "royalty");
        vm.assertEq(TREASURY.balance, uint256(price) / 100, "fee");
        vm.assertEq(referrer.balance, uint256(price) * referrerBps / 10_000, "referral");
    }

    function test_aShareIsTakenOnce() public {
        sellWithShare(1 ether, 500);
        address operator = address(0x0909);
        bytes memory takes = takeCall(WORK << 16, operator, 1, 2);
        vm.assertTrue(tries(BUYER, 0, takes), "half of the tiles");
        vm.assertEq(operator.balance, 0.025 ether, "half of the share");
        vm.assertTrue(!tries(BUYER, 0, takes), "not twice");
        sellAgain(3 ether);
        vm.assertTrue(tries(operator, 0, takes), "after the next sale");
        vm.assertEq(operator.balance, 0.1 ether, "half of both shares");
        vm.assertEq(address(market).balance, 0.1 ether, "the other half waits");
    }

    /// @dev Whatever the lots, and however often each takes: at most what there is, and a wei a lot less at most.
    function testFuzz_operatorsAreNeverPaidMoreThanWasPutAside(uint96 given, uint8[8] memory tiles, uint16 bps) public {
        sellWithShare(uint96(within(given, 1, 100 ether)), uint16(within(bps, 0, 500)));
        uint256 all;
        for (uint256 i; i < tiles.length; ++i) {
            all += uint256(tiles[i]) + 1;
        }
        for (uint256 sale; sale < 2; ++sale) {
            for (uint256 i; i < tiles.length; ++i) {
                address operator = address(uint160(0x900 + i));
                tries(BUYER, 0, takeCall((WORK << 16) + i, operator, uint96(tiles[i]) + 1, uint32(all)));
            }
            vm.assertTrue(address(market).balance < tiles.length, "less than a wei a lot stays");
            sellAgain(uint96(within(given, 1, 100 ether)));
        }
    }

    function test_anOperatorThatTakesNoEtherIsCredited() public {
        sellWithShare(1 ether, 500);
        address operator = address(0x0909);
        vm.etch(operator, address(new GasBurner()).code);
        vm.assertTrue(tries(BUYER, 0, takeCall(WORK << 16, operator, 1, 1)), "taken");
        vm.assertEq(market.creditOf(operator), 0.05 ether, "credited");
    }

    function test_anArtistsOwnSalePutsTheShareAside() public {
        desk.set(SELLER, 500);
        sellWithShare(1 ether, 500);
        vm.assertEq(SELLER.balance, 0.94 ether, "no royalty, but the share");
        vm.assertEq(market.operatorShareAccrued(WORK), 0.05 ether, "put aside");
    }

    function test_aForeignTokenHasNoShare() public {
        desk.setShare(500);
        foreign_.mint(SELLER, WORK);
        vm.prank(SELLER);
        foreign_.approve(address(market), WORK);
        vm.prank(SELLER);
        market.list(address(foreign_), WORK, 1 ether, uint40(block.timestamp + 1), 0);
        vm.assertTrue(tries(BUYER, 1 ether, buyCall(address(foreign_), WORK, 1 ether)), "sold");
        vm.assertEq(market.operatorShareAccrued(WORK), 0, "nothing is put aside");
        vm.assertEq(SELLER.balance, 0.89 ether, "proceeds");
    }

    function sellWithShare(uint96 price, uint16 bps) private {
        desk.setShare(bps);
        listWork(price);
        vm.assertTrue(tries(BUYER, price, buyCall(address(art), WORK, price)), "sold");
    }

    function sellAgain(uint96 price) private {
        vm.prank(BUYER);
        art.transferFrom(BUYER, SELLER, WORK);
        approve(SELLER, WORK);
        listWork(price);
        vm.assertTrue(tries(BUYER, price, buyCall(address(art), WORK, price)), "sold again");
    }

    function test_noReferrerIsPromisedMoreThanATenth() public {
        for (uint16 bps = 1_000; bps <= 1_001; ++bps) {
            bytes memory lists =
                abi.encodeCall(market.list, (address(art), WORK, 1 ether, uint40(block.timestamp + 1), bps));
            vm.assertTrue(would(SELLER, 0, lists) == (bps == 1_000), "a tenth");
        }
    }

    function openAuction() private {
        vm.prank(SELLER);
        market.openAuction(WORK, 1 ether, 1 hours);
    }
}
