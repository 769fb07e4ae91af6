// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {Attestation, Expiry, Posting} from "../../../contracts/types/Batch.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {vm} from "../play/Harness.sol";
import {GasBurner, Reenterer, Refuser, ReturnBomber, Visitor} from "../play/Hostile.sol";
import {SceneStage} from "../play/SceneStage.sol";

/// @notice Nobody's gas or success depends on the code of who is paid or receives a token.
contract HostileTest is SceneStage {
    function setUp() public {
        setScene();
    }

    function test_finalisingCostsTheSameWhateverTheRecipientsCode() public {
        postScene(ARTIST, 4, 2);
        claimLot();
        submitLot();
        vm.warp(block.timestamp + 120);
        attestLot(0, true);
        attestLot(1, true);
        bytes memory call_ = finaliseCall();
        bytes[4] memory codes = [
            bytes(""),
            address(new Refuser()).code,
            address(new GasBurner()).code,
            address(new ReturnBomber()).code
        ];
        address[6] memory paid = [RECIPIENT, ARTIST, OPERATOR, treasury, address(0x0902), address(0x0903)];
        uint256 usual;
        for (uint256 i; i < codes.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            for (uint256 j; j < paid.length; ++j) {
                vm.etch(paid[j], codes[i]);
            }
            uint256 before = gasleft();
            (bool ok,) = address(escrow).call{gas: 1_000_000}(call_);
            uint256 used = before - gasleft();
            if (i == 0) usual = used;
            vm.assertTrue(ok, "finalise");
            // The test's own memory grows a little from turn to turn; any call out would cost 2,600.
            vm.assertLe(used, usual + 500, "gas");
            vm.assertTrue(art.ownerOf(jobId) == RECIPIENT, "owner");
            vm.revertToState(snapshot);
        }
    }

    function test_onlyWhoWithdrawsPaysForAHostileReceiver() public {
        closeAndRefund(ARTIST);
        address[2] memory refusing = [address(new Refuser()), address(new GasBurner())];
        for (uint256 i; i < refusing.length; ++i) {
            vm.prank(ARTIST);
            (bool paid, bytes memory reason) =
                address(escrow).call{gas: 3_000_000}(abi.encodeCall(escrow.withdraw, (refusing[i])));
            vm.assertTrue(!paid, "paid");
            bytes memory expected = abi.encodeWithSelector(INodeStakes.TransferFailed.selector, refusing[i]);
            vm.assertTrue(keccak256(reason) == keccak256(expected), "reason");
        }
        vm.prank(ARTIST);
        escrow.withdraw(RECIPIENT);
        vm.assertEq(RECIPIENT.balance, 2 ether, "balance");
    }

    function test_aReturnBombCostsTheCallerNothing() public {
        closeAndRefund(ARTIST);
        address bomber = address(new ReturnBomber());
        vm.prank(ARTIST);
        uint256 before = gasleft();
        escrow.withdraw(bomber);
        uint256 used = before - gasleft();
        vm.assertEq(bomber.balance, 2 ether, "balance");
        // The bomber's own memory costs 2.1 million; copying it would cost the escrow as much again.
        vm.assertLe(used, 2_300_000, "gas");
    }

    function test_aReentrantReceiverIsPaidOnce() public {
        Reenterer thief = new Reenterer(escrow);
        vm.deal(address(this), 3 ether);
        thief.stake{value: 3 ether}();
        closeAndRefund(address(thief));
        vm.warp(block.timestamp + 30 days);
        thief.withdraw();
        vm.assertEq(thief.entered(), 2, "the unstaking inside succeeded, once");
        vm.assertEq(address(thief).balance, 5 ether, "its own money and no more");
        vm.assertEq(address(escrow).balance, 400 ether, "everybody else's");
    }

    /// @dev Money is sent by `withdraw` and `unstake` alone. Whatever a receiver calls meanwhile, it does the same
    /// as when it is called afterwards.
    function test_enteringAgainIsAsGoodAsComingLater() public {
        Visitor visitor = new Visitor(address(escrow));
        bytes[2] memory hooks = [
            abi.encodeCall(escrow.withdraw, (address(visitor))), abi.encodeCall(escrow.unstake, (address(visitor)))
        ];
        visitor.prepare(everyCall(visitor));
        for (uint256 i; i < hooks.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            (uint256 after_, bytes32 stateAfter) = visit(visitor, hooks[i], false);
            vm.revertToState(snapshot);
            (uint256 inside, bytes32 stateInside) = visit(visitor, hooks[i], true);
            vm.revertToState(snapshot);
            vm.assertGt(inside, 0, "some calls are legal");
            vm.assertEq(inside, after_, "the same calls are accepted");
            vm.assertTrue(stateInside == stateAfter, "and do the same");
        }
    }

    function visit(Visitor visitor, bytes memory hook, bool inside) private returns (uint256, bytes32) {
        if (inside) visitor.arm();
        vm.assertTrue(tries(address(visitor), hook), "hook");
        if (!inside) visitor.visit();
        address who = address(visitor);
        bytes memory jobs = abi.encode(escrow.jobs(1), escrow.jobs(2), escrow.jobs(3), escrow.jobs(4));
        bytes memory lots = abi.encode(escrow.lots(1 << 16), escrow.lots(2 << 16), escrow.lots(3 << 16));
        bytes memory money = abi.encode(escrow.accounts(who), escrow.unbonding(who), escrow.totalStake(), who.balance);
        return (visitor.accepted(), keccak256(abi.encode(jobs, lots, money, address(escrow).balance)));
    }

    /// @dev All functions that change anything, most of them where they would succeed: the visitor is an artist with
    /// a job to close, one to refund, one to finalise, and an operator with stake, some of it ready to leave.
    function everyCall(Visitor visitor) private returns (bytes[] memory calls) {
        address who = address(visitor);
        vm.deal(who, 20 ether);
        vm.prank(who);
        escrow.stake{value: 10 ether}();
        vm.prank(who);
        escrow.requestUnstake(3 ether);
        vm.warp(block.timestamp + 1 days);
        closeAndRefund(who);
        postScene(who, 4, 0);
        bytes memory closes = closeCall();
        postScene(who, 4, 0);
        vm.prank(who);
        escrow.close(terms, jobId);
        bytes memory refunds = expireCall();
        bytes memory closesAgain = closeCall();
        postScene(who, 4, 0);
        claimLot();
        bytes memory submits = submitCall(OPERATOR);
        submitLot();
        vm.warp(block.timestamp + WINDOW);
        calls = new bytes[](15);
        calls[0] = abi.encodeCall(escrow.withdraw, (address(0xC0DE)));
        calls[1] = abi.encodeCall(escrow.unstake, (address(0xC0DE)));
        calls[2] = closes;
        calls[3] = refunds;
        calls[4] = finaliseCall();
        calls[5] = abi.encodeCall(escrow.requestUnstake, (1 ether));
        calls[6] = abi.encodeCall(escrow.stake, ());
        calls[7] = submits;
        calls[8] = closesAgain;
        calls[9] = abi.encodeCall(escrow.claim, (terms, lotId, 0));
        calls[10] = abi.encodeCall(escrow.attest, (new Attestation[](1)));
        calls[11] = abi.encodeCall(escrow.assemble, (terms, jobId, OUTPUT_ROOT, OUTPUT_ROOT, OUTPUT_ROOT));
        calls[12] = abi.encodeCall(escrow.postMany, (new Posting[](1)));
        calls[13] = abi.encodeCall(escrow.stopKey, (vm.addr(KEY)));
        calls[14] = abi.encodeCall(escrow.withdraw, (who));
    }

    function closeAndRefund(address artist) private {
        postScene(artist, 4, 0);
        vm.prank(artist);
        escrow.close(terms, jobId);
        delete claim_;
        delete submission;
        (bool ok,) = address(escrow).call(expireCall());
        vm.assertTrue(ok, "refund");
    }
}
