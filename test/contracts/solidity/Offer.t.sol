// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer} from "../../../contracts/libraries/Offer.sol";
import {TermsShape} from "../../../contracts/libraries/TermsShape.sol";
import {Terms} from "../../../contracts/types/Terms.sol";
import {vm, within} from "../play/Harness.sol";

/// @notice The escrow's arithmetic with money, over the whole range of its types.
contract OfferTest {
    using TermsShape for Terms;

    function testFuzz_thePriceRisesFromMinToMaxAndStays(uint256 one, uint256 other, uint32 ramp, uint32 open)
        public
        pure
    {
        uint256 maxPrice = within(one, 1, Offer.MAX_PRICE);
        uint256 minPrice = within(other, 0, maxPrice);
        if (ramp == 0) ramp = 1;
        uint256 price = Offer.priceAt(minPrice, maxPrice, ramp, open);
        vm.assertLe(minPrice, price, "not below min");
        vm.assertLe(price, maxPrice, "not above max");
        vm.assertEq(Offer.priceAt(minPrice, maxPrice, ramp, 0), minPrice, "min at first");
        vm.assertEq(Offer.priceAt(minPrice, maxPrice, ramp, ramp), maxPrice, "max at the end of the ramp");
        vm.assertEq(Offer.priceAt(minPrice, maxPrice, ramp, type(uint32).max), maxPrice, "max for good");
        vm.assertLe(price, Offer.priceAt(minPrice, maxPrice, ramp, uint256(open) + 1), "never falls");
        if (open < ramp) {
            vm.assertEq(price, minPrice + (maxPrice - minPrice) * open / ramp, "the straight line");
        }
    }

    function testFuzz_noAmountLeavesItsType(uint256 given, uint256 part) public pure {
        uint256 share = within(given, 1, Offer.MAX_PRICE);
        vm.assertLe(Offer.bond(share), type(uint80).max, "a bond fits the stake");
        vm.assertLe(Offer.lateFee(share), Offer.bond(share), "a fee fits the bond");
        vm.assertEq(Offer.lateFee(share), share / 4, "a quarter");
        uint256 pot = Offer.attestersPot(within(part, 0, share));
        vm.assertLe(pot, Offer.lateFee(share), "the objectors' pay fits the fee");
        vm.assertGt(Offer.bond(Offer.MAX_PRICE + 1), type(uint80).max, "the limit is the highest possible");
    }

    function testFuzz_attestersAreNeverPaidMoreThanThereIs(uint256 given, uint24 window, uint24[5] memory ages, uint8 q)
        public
        pure
    {
        uint256 pot = Offer.attestersPot(within(given, 0, Offer.MAX_PRICE));
        uint256 wanted = within(q, 1, 5);
        if (window == 0) window = 1;
        uint256 paid;
        for (uint256 i; i < wanted; ++i) {
            uint256 pay = Offer.attesterPay(pot, ages[i], window, wanted);
            vm.assertLe(pot / (4 * wanted), pay, "a quarter at least");
            vm.assertLe(pay, pot / wanted, "its part at most");
            vm.assertLe(Offer.attesterPay(pot, uint256(ages[i]) + 1, window, wanted), pay, "never rises");
            paid += pay;
        }
        vm.assertLe(paid, pot, "all parts");
        vm.assertEq(Offer.attesterPay(pot, 0, window, wanted), pot / wanted, "the whole part at once");
        uint256 least = pot * window / (4 * uint256(window) * wanted);
        vm.assertEq(Offer.attesterPay(pot, window, window, wanted), least, "a quarter at the end");
        vm.assertEq(Offer.attesterPay(pot, type(uint24).max, window, wanted), least, "and after it");
    }

    function testFuzz_protocolAndAttestersLeaveTheOperatorMost(uint256 given, uint16 bps) public pure {
        uint256 price = within(given, 0, Offer.MAX_PRICE);
        uint256 fee = Offer.protocolFee(price, bps % 501);
        vm.assertLe(fee * 20, price, "at most 5 %");
        vm.assertLe(price * 85 / 100, price - fee - Offer.attestersPot(price), "the operator's part");
    }

    function testFuzz_aJobsSharesAreTheWhole(Terms memory terms, uint256 given, uint32 open) public view {
        terms.order.tilesPerLot = uint16(within(terms.order.tilesPerLot, 1, 128));
        terms.tiles = uint32(within(terms.tiles, 1, 64 * uint256(terms.order.tilesPerLot)));
        terms.order.maxPrice = uint96(within(given, 1, Offer.MAX_PRICE));
        terms.order.minPrice = uint96(within(terms.order.minPrice, 0, terms.order.maxPrice));
        if (terms.order.rampSeconds == 0) terms.order.rampSeconds = 1;
        this.sharesAreTheWhole(terms, open);
    }

    function sharesAreTheWhole(Terms calldata terms, uint256 open) external pure {
        uint256 count = terms.lotCount();
        uint256 whole = Offer.priceAt(terms.order.minPrice, terms.order.maxPrice, terms.order.rampSeconds, open);
        uint256 shares;
        uint256 prices;
        uint256 tiles;
        for (uint256 lotId; lotId < count; ++lotId) {
            uint256 price = terms.priceOf(lotId, open);
            uint256 share = terms.shareOf(lotId);
            vm.assertLe(price, share, "no lot costs more than its share");
            shares += share;
            prices += price;
            if (!terms.isAssembly(lotId)) tiles += terms.probesOf(lotId);
            vm.assertGt(terms.probesOf(lotId), 0, "no lot is empty");
            vm.assertEq(terms.makesFile(lotId) ? 1 : 0, lotId + 1 == count ? 1 : 0, "the last lot makes the file");
        }
        vm.assertEq(shares, terms.order.maxPrice, "shares");
        vm.assertLe(prices, whole, "no more than the price");
        vm.assertLe(whole - prices, count, "less than a wei per lot is left");
        vm.assertEq(tiles, terms.tiles, "every tile lies in one lot");
    }
}
