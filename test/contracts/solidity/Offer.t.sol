// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FinalityClasses} from "../../../contracts/libraries/FinalityClasses.sol";
import {Offer} from "../../../contracts/libraries/Offer.sol";
import {OrderRules} from "../../../contracts/libraries/OrderRules.sol";
import {Royalty} from "../../../contracts/libraries/Royalty.sol";
import {TermsShape} from "../../../contracts/libraries/TermsShape.sol";
import {FinalityClass} from "../../../contracts/types/FinalityClass.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Terms, Work} from "../../../contracts/types/Terms.sol";
import {vm, within} from "../play/Harness.sol";

/// @notice The arithmetic under the escrow, over the whole range of its types.
contract OfferTest {
    using OrderRules for Work;
    using TermsShape for Claim;
    using TermsShape for Terms;
    using TermsShape for Work;

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

    function testFuzz_noAmountLeavesItsType(uint256 given) public pure {
        uint256 share = within(given, 1, Offer.MAX_PRICE);
        vm.assertLe(Offer.bond(share), type(uint80).max, "a bond fits the stake");
        vm.assertLe(Offer.lateFee(share), Offer.bond(share), "a fee fits the bond");
        vm.assertEq(Offer.lateFee(share), share / 4, "a quarter");
        vm.assertGt(Offer.bond(Offer.MAX_PRICE + 1), type(uint80).max, "the limit is the highest possible");
    }

    function testFuzz_lotsShareNoMoreThanThereIs(uint256 given, uint16 perLot, uint32 tiles) public pure {
        uint256 amount = within(given, 0, type(uint96).max);
        uint256 tilesPerLot = within(perLot, 1, 128);
        uint256 all = within(tiles, 1, 64 * tilesPerLot);
        uint256 count = TermsShape.lotCount(all, tilesPerLot);
        uint256 shared;
        uint256 covered;
        for (uint256 i; i < count; ++i) {
            uint256 lotTiles = TermsShape.lotTiles(all, tilesPerLot, i);
            vm.assertGt(lotTiles, 0, "no lot is empty");
            covered += lotTiles;
            shared += Offer.lotShare(amount, lotTiles, all);
        }
        vm.assertEq(covered, all, "every tile lies in one lot");
        vm.assertLe(shared, amount, "no more than there is");
        vm.assertLe(amount - shared, count, "less than a wei per lot is left");
    }

    function testFuzz_settlingConservesEveryWei(uint256 given, uint256 part, uint16 bps) public pure {
        uint256 share = within(given, 1, Offer.MAX_PRICE);
        uint256 price = within(part, 0, share);
        (uint256 pay, uint256 fee, uint256 refund) = Offer.settle(share, price, bps % 501);
        vm.assertEq(pay + fee + refund, share, "sum");
        vm.assertLe(fee * 20, price, "at most 5 %");
    }

    function testFuzz_hashesAreThoseOfTheAbiEncoding(
        Terms calldata terms,
        Work calldata work,
        Claim calldata claim,
        Submission calldata submission
    ) public pure {
        vm.assertTrue(terms.hash() == bytes25(keccak256(abi.encode(terms))), "terms");
        bytes25 built = TermsShape.hashOf(terms.artist, terms.postedAt, terms.tiles, terms.workHash, terms.order);
        vm.assertTrue(built == terms.hash(), "terms from their parts");
        vm.assertTrue(work.hash() == keccak256(abi.encode(work)), "work");
        vm.assertTrue(claim.commitment() == bytes24(keccak256(abi.encode(claim))), "claim");
        bytes24 both = bytes24(keccak256(abi.encode(claim, submission)));
        vm.assertTrue(claim.commitment(submission) == both, "claim and submission");
    }

    function testFuzz_tilesCoverThePicture(Work calldata work, uint16 tileCore) public pure {
        if (tileCore == 0) return;
        uint256 columns = work.width == 0 ? 0 : (uint256(work.width) - 1) / tileCore + 1;
        uint256 rows = work.height == 0 ? 0 : (uint256(work.height) - 1) / tileCore + 1;
        vm.assertEq(work.tilesOf(tileCore), columns * rows * (work.hasAlpha ? 2 : 1), "tiles");
    }

    function testFuzz_packingIsUndoneByUnpacking(address receiver, uint16 bps, FinalityClass[4] memory given)
        public
        pure
    {
        (address thatReceiver, uint16 thatBps) = Royalty.unpack(Royalty.pack(receiver, bps));
        vm.assertTrue(thatReceiver == receiver && thatBps == bps, "royalty");
        FinalityClass[] memory classes = new FinalityClass[](4);
        for (uint256 i; i < 4; ++i) {
            classes[i] = given[i];
            if (classes[i].windowSeconds == 0) classes[i].windowSeconds = 1;
            if (classes[i].graceSeconds == 0) classes[i].graceSeconds = 1;
        }
        uint256[2] memory words = FinalityClasses.pack(classes);
        for (uint256 i; i < 4; ++i) {
            FinalityClass memory class = FinalityClasses.unpack(words[i / 2], i);
            vm.assertTrue(keccak256(abi.encode(class)) == keccak256(abi.encode(classes[i])), "class");
            (uint256 window, uint256 grace) = FinalityClasses.windowAndGrace(words[i / 2], i);
            vm.assertTrue(window == class.windowSeconds && grace == class.graceSeconds, "window and grace");
        }
    }
}
