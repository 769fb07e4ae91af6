// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CidText} from "../../../contracts/libraries/CidText.sol";
import {FinalityClasses} from "../../../contracts/libraries/FinalityClasses.sol";
import {OrderRules} from "../../../contracts/libraries/OrderRules.sol";
import {Royalty} from "../../../contracts/libraries/Royalty.sol";
import {TermsShape} from "../../../contracts/libraries/TermsShape.sol";
import {FinalityClass} from "../../../contracts/types/FinalityClass.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Panel, Panels} from "../../../contracts/types/Panel.sol";
import {Seat, Seats} from "../../../contracts/types/Seat.sol";
import {Terms, Work} from "../../../contracts/types/Terms.sol";
import {vm, within} from "../play/Harness.sol";

/// @notice Whatever is packed, hashed or spelled comes out as it went in.
contract ShapesTest {
    using OrderRules for Work;
    using TermsShape for Claim;
    using TermsShape for Terms;
    using TermsShape for Work;

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

    function testFuzz_aRoyaltyIsUnpackedAsItWasPacked(address receiver, uint16 bps, uint16 shareBps) public pure {
        (address thatReceiver, uint16 thatBps, uint16 thatShareBps) =
            Royalty.unpack(Royalty.pack(receiver, bps, shareBps));
        vm.assertTrue(thatReceiver == receiver && thatBps == bps && thatShareBps == shareBps, "royalty");
    }

    function testFuzz_classesAreUnpackedAsTheyWerePacked(FinalityClass[4] memory given, uint256 size) public pure {
        FinalityClass[] memory classes = new FinalityClass[](within(size, 1, 4));
        uint32 window;
        uint256 grace;
        for (uint256 i; i < classes.length; ++i) {
            classes[i] = given[i];
            window = uint32(within(given[i].windowSeconds, window == 0 ? 1 : window, type(uint24).max));
            classes[i].windowSeconds = window;
            classes[i].fastSeconds %= window + 1;
            if (classes[i].graceSeconds == 0) classes[i].graceSeconds = 1;
            classes[i].tailSeconds = 0;
            if (classes[i].graceSeconds > grace) grace = classes[i].graceSeconds;
        }
        uint256[2] memory words = FinalityClasses.pack(classes);
        for (uint256 i; i < classes.length; ++i) {
            FinalityClass memory class = FinalityClasses.unpack(words[i / 2], i);
            vm.assertTrue(keccak256(abi.encode(class)) == keccak256(abi.encode(classes[i])), "class");
            (uint256 windowSeconds, uint256 graceSeconds) = FinalityClasses.windowAndGrace(words[i / 2], i);
            vm.assertTrue(windowSeconds == class.windowSeconds && graceSeconds == class.graceSeconds, "times");
        }
        vm.assertEq(FinalityClasses.coldWindow(classes), window, "the last window is the longest");
        vm.assertEq(FinalityClasses.longestSpan(classes), window + grace, "span");
    }

    /// @dev Seats are put in one by one, and all of them read after each, so that none moves another.
    function testFuzz_tenSeatsComeOutAsTheyWentIn(
        uint40 seed,
        uint32[10] memory numbers,
        uint24[10] memory ages,
        bytes32[10] memory seals,
        uint8 coldAt
    ) public pure {
        uint256[5] memory words;
        words[0] = Panel.unwrap(Panels.seeded(seed));
        for (uint256 size; size < 10; ++size) {
            Seat seat = Seats.seatOf(numbers[size], ages[size], seals[size]);
            if (size == coldAt % 12) words[0] = Panel.unwrap(Panel.wrap(words[0]).cooled());
            words[0] = Panel.unwrap(Panel.wrap(words[0]).grown());
            words[size / 2] = Panels.seated(words[size / 2], size, seat);
            Panel panel = Panel.wrap(words[0]);
            vm.assertEq(panel.seed(), seed, "seed");
            vm.assertEq(panel.count(), size + 1, "count");
            vm.assertTrue(panel.isCold() == (size >= coldAt % 12), "cold");
            for (uint256 i; i <= size; ++i) {
                Seat kept = Panels.seatAt(words[i / 2], i);
                vm.assertEq(kept.number(), numbers[i], "number");
                vm.assertEq(kept.age(), ages[i], "age");
                vm.assertTrue(kept.tag() == bytes6(seals[i]), "tag");
                vm.assertTrue(kept.isObjection() == (bytes6(seals[i]) == 0), "objection");
            }
        }
    }

    function testFuzz_anEmptyPanelKeepsItsTarget(uint64 target) public pure {
        Panel panel = Panels.awaiting(target);
        vm.assertEq(panel.target(), target, "target");
        vm.assertTrue(panel.seed() == 0 && panel.count() == 0 && !panel.isCold(), "nothing else");
    }

    /// @dev RFC 4648, five bits at a time from the highest.
    function testFuzz_aContentIdIsBase32OfItsBytes(bytes32 digest) public pure {
        bytes memory alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        bytes memory raw = abi.encodePacked(hex"01551220", digest);
        bytes memory text = "ipfs://b";
        for (uint256 bit; bit < 288; bit += 5) {
            uint256 digit;
            for (uint256 i = bit; i < bit + 5; ++i) {
                uint256 next = i < 288 ? (uint8(raw[i / 8]) >> (7 - i % 8)) & 1 : 0;
                digit = digit * 2 + next;
            }
            text = bytes.concat(text, alphabet[digit]);
        }
        vm.assertEq(CidText.ipfsUrl(digest), string(text));
    }
}
