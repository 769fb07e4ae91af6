// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Draw} from "../../../contracts/libraries/Draw.sol";
import {Expiry} from "../../../contracts/types/Batch.sol";
import {JobState} from "../../../contracts/types/Job.sol";
import {LotState, Submission} from "../../../contracts/types/Lot.sol";
import {vm} from "../play/Harness.sol";
import {SceneStage} from "../play/SceneStage.sol";

/// @notice Rows of contracts/THREATS.md that no other test holds.
contract ThreatsTest is SceneStage {
    function setUp() public {
        setScene();
    }

    function test_forcedEtherIsNobodys() public {
        postScene(ARTIST, 4, 0);
        vm.deal(address(escrow), address(escrow).balance + 7 ether);
        claimLot();
        submitLot();
        vm.warp(block.timestamp + WINDOW);
        vm.assertTrue(tries(RECIPIENT, finaliseCall()), "finalise");
        uint256 paid = uint256(escrow.accounts(ARTIST).credit) + escrow.accounts(OPERATOR).credit
            + escrow.accounts(treasury).credit;
        vm.assertEq(paid, 2 ether, "the lot's share and no more");
        vm.assertEq(address(escrow).balance, 400 ether + 2 ether + 7 ether, "all still there");
        vm.assertEq(escrow.totalStake(), 400 ether, "nor is it stake");
    }

    /// @dev In every second around the due time the lot can be submitted or expired, never both, never neither.
    function test_submitAndExpireMeetAtTheDueTime() public {
        postScene(ARTIST, 4, 0);
        claimLot();
        uint256 due = block.timestamp + terms.order.claimSeconds;
        for (uint256 at = due - 1; at <= due + 1; ++at) {
            vm.warp(at);
            bool submits = would(vm.addr(KEY), submitCall(OPERATOR));
            vm.assertTrue(submits == (at < due), "submit until the due time");
            vm.assertTrue(would(RECIPIENT, expireCall()) != submits, "then expire");
        }
    }

    function test_finaliseAndExpireMeetAtTheEndOfTheGrace() public {
        postScene(ARTIST, 4, 0);
        claimLot();
        submitLot();
        meetAt(block.timestamp + WINDOW, block.timestamp + WINDOW + GRACE);
    }

    function test_finaliseAndExpireMeetWhereTheColdWindowDecides() public {
        postScene(ARTIST, 4, 3);
        claimLot();
        submitLot();
        uint256 submitted = block.timestamp;
        vm.warp(submitted + 240);
        attestLot(0, true);
        meetAt(submitted + COLD_WINDOW, submitted + COLD_WINDOW + GRACE);
    }

    function test_finaliseAndExpireMeetWhereAPanelDecides() public {
        postScene(ARTIST, 4, 2);
        claimLot();
        submitLot();
        uint256 submitted = block.timestamp;
        vm.warp(submitted + 240);
        attestLot(0, true);
        attestLot(1, true);
        meetAt(submitted + FAST, submitted + WINDOW + GRACE);
    }

    function meetAt(uint256 opensAt, uint256 closesAt) private {
        for (uint256 at = opensAt - 1; at <= closesAt + 1; at = at == opensAt + 1 ? closesAt - 1 : at + 1) {
            vm.warp(at);
            bool isOpen = at >= opensAt && at < closesAt;
            vm.assertTrue(would(RECIPIENT, finaliseCall()) == isOpen, "finalise inside of its time");
            vm.assertTrue(would(RECIPIENT, expireCall()) == (at >= closesAt), "expire after it");
        }
    }

    /// @dev Each of two calls would succeed; after either, the other is refused.
    function test_ofTwoRivalsTheFirstWins() public {
        postScene(ARTIST, 4, 0);
        bytes memory claims = claimCall();
        address one = vm.addr(KEY);
        address other = vm.addr(FIRST_ATTESTER_KEY);
        rivals(one, claims, other, claims);
        oneWay(ARTIST, closeCall(), other, claims);
        claimLot();
        rivals(one, submitCall(OPERATOR), one, submitCall(OPERATOR));
        submitLot();
        vm.warp(block.timestamp + WINDOW);
        rivals(one, finaliseCall(), other, finaliseCall());
        oneWay(one, finaliseCall(), ARTIST, closeCall());
        vm.warp(block.timestamp + GRACE);
        rivals(one, expireCall(), other, expireCall());
        vm.warp(terms.order.deadline);
        rivals(one, closeCall(), ARTIST, closeCall());
    }

    function test_anArtistAndAnOperatorWhoBothAssembleDoSoOnce() public {
        bringToAssembly(ARTIST);
        vm.warp(block.timestamp + WINDOW);
        bytes memory assembles = assembleCall();
        rivals(ARTIST, assembles, vm.addr(KEY), claimCall());
        oneWay(ARTIST, closeCall(), ARTIST, assembles);
    }

    /// @dev When all tiles are paid, nobody can keep the artist from its picture: not after the deadline either.
    function test_paidTilesAreTheArtistsToJoin() public {
        bringToAssembly(ARTIST);
        vm.warp(terms.order.deadline + 1 days);
        vm.assertTrue(!would(RECIPIENT, closeCall()), "nobody else closes");
        bytes memory assembles = assembleCall();
        vm.assertTrue(!would(RECIPIENT, assembles), "nobody else assembles for nothing");
        vm.assertTrue(tries(ARTIST, assembles), "the artist does");
        vm.assertTrue(escrow.lots(lotId).state == LotState.Submitted, "submitted");
    }

    function rivals(address one, bytes memory first, address other, bytes memory second) private {
        oneWay(one, first, other, second);
        oneWay(other, second, one, first);
    }

    function oneWay(address one, bytes memory first, address other, bytes memory second) private {
        uint256 snapshot = vm.snapshotState();
        vm.assertTrue(would(other, second), "alone it would succeed");
        vm.assertTrue(tries(one, first), "the first succeeds");
        vm.assertTrue(!tries(other, second), "the second is refused");
        vm.revertToState(snapshot);
    }

    function test_aCopiedResultIsNobodyElses() public {
        postScene(ARTIST, 4, 0);
        claimLot();
        submission = submissionOf(OPERATOR);
        // Another operator's key with the very same words, seen in the mempool.
        vm.assertTrue(!would(vm.addr(FIRST_ATTESTER_KEY), submitCall(OPERATOR)), "it is the claimer's");
        submitLot();
        vm.warp(block.timestamp + WINDOW + GRACE);
        vm.assertTrue(tries(RECIPIENT, expireCall()), "nobody finalised");
        // Who claims the next attempt and copies the seal of the first cannot open it.
        attempt = 1;
        Submission memory copied = submission;
        claimLot();
        submission = Submission(copied.outputRoot, copied.metadataDigest, copied.seal, uint64(block.number));
        vm.prank(vm.addr(KEY));
        escrow.submit(terms, lotId, claim_, copied.outputRoot, copied.metadataDigest, copied.seal);
        vm.warp(block.timestamp + WINDOW);
        // It knows the first attempt's probes as well: that finalise was seen, and came too late.
        attempt = 0;
        vm.assertTrue(!would(RECIPIENT, finaliseCall()), "a seal of another attempt");
    }

    function test_stakeThatStandsForAnythingCannotLeave() public {
        postScene(ARTIST, 4, 2);
        claimLot();
        submitLot();
        vm.warp(block.timestamp + 240);
        attestLot(0, true);
        uint256 bond = 10 ether;
        uint256 price = claim_.price;
        vm.assertTrue(!would(OPERATOR, abi.encodeCall(escrow.requestUnstake, (uint80(100 ether - bond + 1)))), "bond");
        bytes memory leaves = abi.encodeCall(escrow.requestUnstake, (uint80(100 ether - price + 1)));
        vm.assertTrue(!would(address(FIRST_ATTESTER), leaves), "an attester's lock");
        vm.prank(OPERATOR);
        escrow.requestUnstake(uint80(100 ether - bond));
        vm.warp(block.timestamp + COLD_WINDOW + GRACE);
        vm.assertTrue(tries(RECIPIENT, expireCall()), "expire");
        vm.assertEq(escrow.accounts(OPERATOR).stake, bond - 0.5 ether, "the fee is taken from what had to stay");
        vm.assertEq(escrow.accounts(OPERATOR).locked, 0, "and the rest is free");
    }

    function test_noLotIsChargedTwice() public {
        postScene(ARTIST, 4, 0);
        claimLot();
        vm.warp(block.timestamp + terms.order.claimSeconds);
        Expiry[] memory twice = new Expiry[](2);
        twice[0] = Expiry(lotId, claim_, submission);
        twice[1] = twice[0];
        vm.assertTrue(!would(RECIPIENT, abi.encodeCall(escrow.expire, (terms, twice))), "not in one batch");
        vm.assertTrue(tries(RECIPIENT, expireCall()), "once");
        vm.assertTrue(!tries(RECIPIENT, expireCall()), "and not again");
        vm.assertEq(escrow.accounts(OPERATOR).stake, 99.5 ether, "one fee");
        vm.assertEq(escrow.accounts(ARTIST).credit, 0.5 ether, "which is the artist's");
    }

    /// @dev A second operator of the same person, with a seal that was handed over: it sits where its stake puts it,
    /// has its own lock, and the pay that the person would have shared. It cannot be the worker's own operator.
    function test_nobodyAttestsItsOwnWork() public {
        postScene(ARTIST, 4, 1);
        claimLot();
        submitLot();
        vm.warp(block.timestamp + 240);
        vm.roll(block.number + 2);
        uint256 before = escrow.accounts(OPERATOR).locked;
        address operator = address(FIRST_ATTESTER);
        vm.prank(vm.addr(FIRST_ATTESTER_KEY));
        escrow.stopKey(vm.addr(FIRST_ATTESTER_KEY));
        // A key changes its operator, the work does not.
        registerKey(OPERATOR, FIRST_ATTESTER_KEY);
        attestWith(0, bytes32(uint256(1)));
        vm.assertEq(escrow.accounts(OPERATOR).locked, before, "no seat for the worker");
        vm.assertEq(escrow.accounts(operator).locked, 0, "nor for another in its name");
    }

    /// @dev Splitting stake over operators wins nothing in the first circle: what is drawn is stake.
    function test_stakeIsDrawnNotOperators() public pure {
        uint256 whole;
        uint256 halves;
        for (uint256 lot = 1; lot <= 4_000; ++lot) {
            if (Draw.isDrawn(7, lot, 0, address(1), 0, 8 ether, 100 ether)) ++whole;
            if (Draw.isDrawn(7, lot, 0, address(2), 0, 4 ether, 100 ether)) ++halves;
            if (Draw.isDrawn(7, lot, 0, address(3), 0, 4 ether, 100 ether)) ++halves;
        }
        // 3 * 8 % of 4,000 are 960, with a standard deviation below 31.
        vm.assertLe(whole, 960 + 124, "one operator, at most");
        vm.assertGt(whole, 960 - 124, "one operator, at least");
        vm.assertLe(halves, 960 + 124, "two operators, at most");
        vm.assertGt(halves, 960 - 124, "two operators, at least");
    }

    /// @dev The draw hangs on a block after the submit, and a submit cannot be taken back: another try costs a fee.
    function test_anotherDrawCostsALateFee() public {
        postScene(ARTIST, 4, 2);
        claimLot();
        submitLot();
        vm.assertTrue(!would(vm.addr(KEY), submitCall(OPERATOR)), "no second submit");
        vm.warp(block.timestamp + 240);
        attestWith(0, 0);
        (uint40 seed,,,) = escrow.panels(lotId);
        vm.assertEq(seed, 0, "not drawn in the block of the submit");
        vm.roll(block.number + 1);
        attestWith(0, 0);
        (seed,,,) = escrow.panels(lotId);
        vm.assertEq(seed, 0, "nor in the one whose hash it will be");
        vm.roll(block.number + 1);
        attestWith(0, 0);
        (seed,,,) = escrow.panels(lotId);
        vm.assertEq(seed, uint40(bytes5(blockhash(submission.l2Block + 1))), "the hash of the block after");
        vm.warp(block.timestamp + COLD_WINDOW + GRACE);
        vm.assertTrue(tries(RECIPIENT, expireCall()), "expire");
        vm.assertEq(escrow.accounts(OPERATOR).stake, 99.5 ether, "the fee");
    }

    /// @dev The owner stops new jobs and gives its office away; every job that exists goes on to its end.
    function test_aHostileOwnerHoldsNothingUp() public {
        bringToAssembly(ARTIST);
        uint256 first = jobId;
        vm.prank(owner);
        escrow.pausePosting(true);
        claimLot();
        submitLot();
        vm.warp(block.timestamp + WINDOW);
        vm.assertTrue(tries(RECIPIENT, finaliseCall()), "finalise");
        vm.assertTrue(escrow.jobs(first).state == JobState.Minted, "minted");
        address[3] memory paid = [OPERATOR, ARTIST, treasury];
        for (uint256 i; i < paid.length; ++i) {
            vm.assertTrue(tries(paid[i], abi.encodeCall(escrow.withdraw, (address(0xC0DE)))), "withdraw");
        }
        vm.assertTrue(tries(OPERATOR, abi.encodeCall(escrow.requestUnstake, (100 ether))), "request");
        vm.warp(block.timestamp + COLD_WINDOW + SLOW_GRACE);
        vm.assertTrue(tries(OPERATOR, abi.encodeCall(escrow.unstake, (address(0xC0DE)))), "unstake");
        vm.assertEq(address(0xC0DE).balance, 102 ether, "all that is theirs");
    }

    /// @dev Eight hours without a block: what was in flight lapses. A node loses its late fee and no more, nobody
    /// loses a claim on anything, and the job can be served again.
    function test_eightHoursOfSilenceCostALateFeeAtMost() public {
        postScene(ARTIST, 4, 2);
        claimLot();
        submitLot();
        vm.warp(block.timestamp + 120);
        attestLot(0, true);
        vm.warp(block.timestamp + 8 hours);
        vm.assertTrue(!would(RECIPIENT, finaliseCall()), "too late");
        vm.assertTrue(tries(RECIPIENT, expireCall()), "expire");
        vm.assertEq(escrow.accounts(OPERATOR).stake, 99.5 ether, "a quarter of the share");
        vm.assertEq(escrow.accounts(address(FIRST_ATTESTER)).stake, 100 ether, "attesters lose nothing");
        vm.assertEq(escrow.accounts(address(FIRST_ATTESTER)).locked, 0, "nor are they held");
        attempt = 1;
        claimLot();
        submitLot();
        vm.warp(block.timestamp + COLD_WINDOW);
        vm.assertTrue(tries(RECIPIENT, finaliseCall()), "served again");
        vm.assertTrue(escrow.jobs(jobId).state == JobState.Minted, "minted");
    }

    /// @dev A contract of the parent chain calls under another address, which has no code here and signs nothing.
    function test_anAliasedSenderKeepsItsJob() public {
        address alias_ = address(uint160(0xA01) + uint160(0x1111000000000000000000000000000000001111));
        postScene(alias_, 4, 0);
        vm.assertTrue(!would(ARTIST, closeCall()), "its other address is a stranger");
        vm.assertTrue(tries(alias_, closeCall()), "close");
        vm.assertTrue(tries(RECIPIENT, expireCall()), "refund");
        vm.assertTrue(tries(alias_, abi.encodeCall(escrow.withdraw, (RECIPIENT))), "withdraw");
        vm.assertEq(RECIPIENT.balance, 2 ether, "all of it");
    }

    /// @dev Wei that do not divide: a job of three lots at a price that no part of it divides.
    function test_everyWeiOfAnOddPriceIsSomebodys() public {
        postScene(ARTIST, 4, 0);
        terms.order.maxPrice = 101;
        terms.order.minPrice = 97;
        vm.deal(ARTIST, 101);
        vm.prank(ARTIST);
        jobId = escrow.post{value: 101}(terms.order, work(9), INPUT_CID);
        terms.tiles = 9;
        terms.workHash = keccak256(abi.encode(work(9)));
        terms.postedAt = uint40(block.timestamp);
        uint256 before = address(escrow).balance;
        for (uint256 i; i < 4; ++i) {
            lotId = (jobId << 16) + i;
            claimLot();
            submitLot();
            vm.warp(block.timestamp + WINDOW);
            vm.assertTrue(tries(RECIPIENT, finaliseCall()), "finalise");
        }
        uint256 paid = uint256(escrow.accounts(ARTIST).credit) + escrow.accounts(OPERATOR).credit
            + escrow.accounts(treasury).credit;
        vm.assertEq(paid, 101, "to the wei");
        vm.assertEq(address(escrow).balance, before, "nothing has left");
        vm.assertTrue(escrow.lots(lotId).state == LotState.Final, "final");
    }
}
