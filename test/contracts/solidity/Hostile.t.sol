// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {Posting} from "../../../contracts/types/Batch.sol";
import {Seated} from "../../../contracts/types/Seated.sol";
import {Order} from "../../../contracts/types/Terms.sol";
import {vm} from "../play/Harness.sol";
import {Call, GasBurner, Reenterer, Refuser, ReturnBomber, Visitor} from "../play/Hostile.sol";
import {SceneStage} from "../play/SceneStage.sol";

/// @notice Nobody's gas or success depends on the code of who is paid or receives a token.
contract HostileTest is SceneStage {
    uint256 private constant VISITOR_KEY = 0x2001;
    uint256 private constant STOPPED_KEY = 0x2002;
    uint256 private constant NEW_KEY = 0x2003;

    uint256 private attestedLotId;

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
    /// as when it is called afterwards. An account with a key can have code as well (EIP-7702), and work by itself.
    function test_enteringAgainIsAsGoodAsComingLater() public {
        address who = vm.addr(VISITOR_KEY);
        vm.etch(who, address(new Visitor(address(escrow))).code);
        Call[] memory calls = everyCall(who);
        Visitor(payable(who)).prepare(calls);
        bytes[2] memory hooks = [abi.encodeCall(escrow.withdraw, (who)), abi.encodeCall(escrow.unstake, (who))];
        for (uint256 i; i < hooks.length; ++i) {
            // Of what is being paid nothing is left: the call of the hook's own name is the one that is refused.
            uint256 accepted = (1 << calls.length) - 1 - (1 << i);
            uint256 snapshot = vm.snapshotState();
            bytes32 stateAfter = visit(who, hooks[i], false, accepted);
            vm.revertToState(snapshot);
            bytes32 stateInside = visit(who, hooks[i], true, accepted);
            vm.revertToState(snapshot);
            vm.assertTrue(stateInside == stateAfter, "the same calls do the same");
        }
    }

    function visit(address who, bytes memory hook, bool inside, uint256 accepted) private returns (bytes32) {
        Visitor visitor = Visitor(payable(who));
        if (inside) visitor.arm();
        vm.assertTrue(tries(who, hook), "hook");
        if (!inside) visitor.visit();
        vm.assertEq(visitor.accepted(), accepted, "all others are accepted");
        (,,, Seated[] memory seated) = escrow.panels(attestedLotId);
        vm.assertEq(seated.length, 1, "nor is the attestation passed over");
        return stateWith(who, seated);
    }

    function stateWith(address who, Seated[] memory seated) private view returns (bytes32 state) {
        for (uint256 job = 1; job <= escrow.jobCount(); ++job) {
            state = keccak256(abi.encode(state, escrow.jobs(job)));
            for (uint256 lot = job << 16; lot < (job << 16) + 3; ++lot) {
                state = keccak256(abi.encode(state, escrow.lots(lot)));
            }
        }
        bytes memory money = abi.encode(escrow.accounts(who), escrow.unbonding(who), escrow.totalStake(), who.balance);
        bytes memory keys = abi.encode(escrow.operatorOf(vm.addr(STOPPED_KEY)), escrow.operatorOf(vm.addr(NEW_KEY)));
        Ownable2Step owned = Ownable2Step(address(escrow));
        bytes memory office = abi.encode(owned.owner(), owned.pendingOwner(), escrow.postingPaused());
        return keccak256(abi.encode(state, seated, money, keys, office, address(escrow).balance));
    }

    /// @dev All functions that change anything, where they succeed. The visitor is an artist, its own operator with
    /// stake, some of it ready to leave, and about to be the owner.
    function everyCall(address who) private returns (Call[] memory calls) {
        calls = new Call[](19);
        calls[0] = free(abi.encodeCall(escrow.withdraw, (address(0xC0DE))));
        calls[1] = free(abi.encodeCall(escrow.unstake, (address(0xC0DE))));
        prepareOperator(who);
        closeAndRefund(who);

        postScene(who, 4, 0);
        calls[2] = free(closeCall());
        postScene(who, 4, 0);
        vm.prank(who);
        escrow.close(terms, jobId);
        calls[3] = free(expireCall());

        bringToAssembly(who);
        calls[4] = free(assembleCall());
        postScene(ARTIST, 4, 0);
        claimLot();
        submitLot();
        calls[5] = free(finaliseCall());
        postScene(ARTIST, 4, 2);
        claimLot();
        submitLot();
        attestedLotId = lotId;
        calls[6] = free(attestCall(bytes32(uint256(1))));
        vm.warp(block.timestamp + WINDOW);
        vm.roll(block.number + 2);

        postScene(ARTIST, 4, 0);
        claimLotFor(who, who);
        calls[7] = free(submitCall(who));
        postScene(ARTIST, 4, 0);
        calls[8] = free(claimCall());

        calls[9] = free(abi.encodeCall(escrow.requestUnstake, (1 ether)));
        // After the attestation: who has just raised its stake is not drawn.
        calls[10] = Call(1, abi.encodeCall(escrow.stake, ()));
        calls[11] = free(abi.encodeCall(escrow.stopKey, (vm.addr(STOPPED_KEY))));
        bytes memory consent = consentOf(NEW_KEY, who);
        calls[12] = free(abi.encodeCall(escrow.registerKey, (vm.addr(NEW_KEY), type(uint256).max, consent)));
        Order memory cheap = order(RECIPIENT, 1, 1);
        calls[13] = Call(1, abi.encodeCall(escrow.post, (cheap, work(4), INPUT_CID)));
        Posting[] memory postings = new Posting[](2);
        postings[0] = postings[1] = Posting(cheap, work(4), INPUT_CID);
        calls[14] = Call(2, abi.encodeCall(escrow.postMany, (postings)));

        vm.prank(owner);
        Ownable2Step(address(escrow)).transferOwnership(who);
        calls[15] = free(abi.encodeCall(Ownable2Step.acceptOwnership, ()));
        calls[16] = free(abi.encodeCall(escrow.pausePosting, (true)));
        calls[17] = free(abi.encodeCall(Ownable2Step.transferOwnership, (owner)));
        // What call 3 has credited.
        calls[18] = free(abi.encodeCall(escrow.withdraw, (who)));
    }

    function prepareOperator(address who) private {
        stake(who, 40 ether);
        registerKey(who, VISITOR_KEY);
        registerKey(who, STOPPED_KEY);
        vm.deal(who, 1 ether);
        vm.prank(who);
        escrow.requestUnstake(3 ether);
        vm.warp(block.timestamp + 1 days);
    }

    function free(bytes memory data) private pure returns (Call memory) {
        return Call(0, data);
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
