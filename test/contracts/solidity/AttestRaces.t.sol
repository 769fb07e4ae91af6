// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowEvents} from "../../../contracts/interfaces/IEscrowEvents.sol";
import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {LotState} from "../../../contracts/types/Lot.sol";
import {Seated} from "../../../contracts/types/Seated.sol";
import {vm} from "../play/Harness.sol";
import {SceneStage} from "../play/SceneStage.sol";

/// @notice An attestation meets the end of its lot. It is never refused, but passed over, and then holds no stake.
/// The lots are of jobs with more of them: their commitment stays when they are Final.
contract AttestRacesTest is SceneStage {
    function setUp() public {
        setScene();
    }

    /// @dev Two seals agree, so anybody may finalise; in the same second a third attester objects.
    function test_anObjectionBeforeFinaliseHoldsTheLotBack() public {
        uint256 submitted = bringToTwoSeals();
        attestLot(2, false);
        vm.assertEq(seats(), 3, "a third seat");
        refuses(finaliseCall(), abi.encodeWithSelector(INodeStakes.TooEarly.selector, submitted + WINDOW));
        vm.assertTrue(escrow.lots(lotId).state == LotState.Submitted, "it waits for the window");
        vm.warp(submitted + WINDOW);
        vm.assertTrue(tries(RECIPIENT, finaliseCall()), "where two carry it against one");
        holdsNothing();
    }

    function test_anObjectionAfterFinaliseIsPassedOver() public {
        bringToTwoSeals();
        vm.assertTrue(tries(RECIPIENT, finaliseCall()), "finalise");
        attestLot(2, false);
        vm.assertEq(seats(), 0, "no seat");
        vm.assertTrue(escrow.lots(lotId).state == LotState.Final, "final");
        holdsNothing();
    }

    /// @dev Until the window's end there are seats and no finalise, from then on finalise and no seats.
    function test_attestAndFinaliseMeetAtTheEndOfTheWindow() public {
        postScene(ARTIST, 8, 3);
        claimLot();
        submitLot();
        uint256 opensAt = block.timestamp + WINDOW;
        vm.warp(opensAt - 60);
        attestLot(0, true);
        attestLot(1, true);
        for (uint256 at = opensAt - 1; at <= opensAt + 1; ++at) {
            uint256 snapshot = vm.snapshotState();
            vm.warp(at);
            bool isOver = at >= opensAt;
            vm.assertTrue(would(RECIPIENT, finaliseCall()) == isOver, "finalise from the end on");
            attestLot(2, true);
            vm.assertEq(seats(), isOver ? 2 : 3, "a seat before it");
            vm.assertTrue(tries(RECIPIENT, finaliseCall()), "and that changes nothing, or makes the three complete");
            attestLot(2, true);
            vm.assertEq(seats(), 0, "no seat after finalise");
            holdsNothing();
            vm.revertToState(snapshot);
        }
    }

    function test_attestBeforeExpireIsPassedOverAtTheEndOfTheGrace() public {
        uint256 closesAt = bringToOneSeal();
        for (uint256 at = closesAt - 1; at <= closesAt + 1; ++at) {
            uint256 snapshot = vm.snapshotState();
            vm.warp(at);
            attestLot(1, false);
            vm.assertEq(seats(), 1, "no seat");
            vm.assertEq(escrow.accounts(address(FIRST_ATTESTER + 1)).locked, 0, "nor a lock");
            if (at < closesAt) refuses(expireCall(), abi.encodeWithSelector(INodeStakes.TooEarly.selector, closesAt));
            else vm.assertTrue(tries(RECIPIENT, expireCall()), "expire");
            vm.revertToState(snapshot);
        }
    }

    /// @dev Nor does it reach the next attempt, whose submission is another.
    function test_attestAfterExpireIsPassedOver() public {
        vm.warp(bringToOneSeal());
        vm.assertTrue(tries(RECIPIENT, expireCall()), "expire");
        bytes memory late = attestCall(0);
        vm.assertTrue(tries(vm.addr(FIRST_ATTESTER_KEY), late), "accepted");
        vm.assertEq(seats(), 0, "of an open lot, no seat");
        holdsNothing();
        refuses(finaliseCall(), wrongState(LotState.Open));
        attempt = 1;
        claimLot();
        submitLot();
        vm.warp(block.timestamp + 240);
        vm.roll(block.number + 2);
        vm.assertTrue(tries(vm.addr(FIRST_ATTESTER_KEY), late), "accepted");
        vm.assertEq(seats(), 0, "of the next attempt, no seat");
        attestLot(0, true);
        vm.assertEq(seats(), 1, "its own attestation takes one");
    }

    /// @dev The fast time is over, the window is not.
    function bringToTwoSeals() private returns (uint256 submitted) {
        postScene(ARTIST, 8, 2);
        claimLot();
        submitLot();
        submitted = block.timestamp;
        vm.warp(submitted + 240);
        attestLot(0, true);
        attestLot(1, true);
        vm.assertTrue(would(RECIPIENT, finaliseCall()), "final, if nobody else comes");
    }

    /// @return closesAt When the lot can be expired.
    function bringToOneSeal() private returns (uint256 closesAt) {
        postScene(ARTIST, 8, 2);
        claimLot();
        submitLot();
        closesAt = block.timestamp + WINDOW + GRACE;
        vm.warp(block.timestamp + 240);
        attestLot(0, false);
        vm.assertEq(seats(), 1, "one seat");
    }

    function seats() private view returns (uint256) {
        (,,, Seated[] memory seated) = escrow.panels(lotId);
        return seated.length;
    }

    function holdsNothing() private view {
        for (uint160 i; i < 3; ++i) {
            vm.assertEq(escrow.accounts(address(FIRST_ATTESTER + i)).locked, 0, "no attester's stake is held");
        }
    }

    function refuses(bytes memory call_, bytes memory expected) private {
        vm.prank(RECIPIENT);
        (bool accepted, bytes memory reason) = address(escrow).call(call_);
        vm.assertTrue(!accepted && keccak256(reason) == keccak256(expected), "refused for that reason");
    }

    function wrongState(LotState has) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEscrowEvents.WrongLotState.selector, has, LotState.Submitted);
    }
}
