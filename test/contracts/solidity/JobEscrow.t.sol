// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EscrowBooks} from "../play/EscrowBooks.sol";
import {Invariants, vm} from "../play/Harness.sol";

/// @dev The runner only plays contracts of the files that it was given.
contract Books is EscrowBooks {}

/// @notice The protocol's invariants, under random play by the handler.
contract JobEscrowInvariants is Invariants {
    Books private books;

    function setUp() public {
        books = new Books();
        play(address(books), actions());
    }

    function actions() private view returns (bytes4[] memory selectors) {
        selectors = new bytes4[](17);
        selectors[0] = books.post.selector;
        selectors[1] = books.close.selector;
        selectors[2] = books.withdraw.selector;
        selectors[3] = books.changeStake.selector;
        selectors[4] = books.changeKey.selector;
        selectors[5] = books.pause.selector;
        // What moves jobs on is played more often.
        for (uint256 i; i < 2; ++i) {
            selectors[6 + i] = books.claim.selector;
            selectors[8 + i] = books.submit.selector;
            selectors[10 + i] = books.finalise.selector;
            selectors[12 + i] = books.expire.selector;
            selectors[14 + i] = books.wait.selector;
        }
        selectors[16] = books.wait.selector;
    }

    /// @dev One campaign for all, since each invariant function would play anew.
    function invariant_theEscrowDoesWhatTheRulesSay() public view {
        checkAll();
    }

    function testFuzz_everybodyGetsEverythingOutAfterTheDeadlines(uint256 seed) public {
        playOn(seed, 200);
        checkAll();
        books.settleAll();
    }

    /// @dev The invariants above say nothing if the play never comes to an end of a lot.
    function test_thePlayReachesEveryEnd() public {
        playOn(1, 8_000);
        string[11] memory ends = [
            "posted",
            "claimed",
            "submitted",
            "minted",
            "paid without a mint",
            "late with the result",
            "late with the end",
            "refunded when late",
            "refunded when open",
            "withdrawn",
            "unstaked"
        ];
        for (uint256 i; i < ends.length; ++i) {
            vm.assertGt(books.count(ends[i]), 2, ends[i]);
        }
        checkAll();
        books.settleAll();
    }

    function playOn(uint256 seed, uint256 steps) private {
        bytes4[] memory selectors = actions();
        for (uint256 step; step < steps; ++step) {
            uint256 random = uint256(keccak256(abi.encode(seed, step)));
            (bool ok,) = address(books).call(abi.encodeWithSelector(selectors[random % selectors.length], random));
            vm.assertTrue(ok, "the handler reverted");
        }
    }

    function checkAll() private view {
        vm.assertEq(books.disagreement(), "");
        vm.assertEq(books.moneyCheck(), "");
        vm.assertEq(books.ledgerCheck(), "");
        vm.assertEq(books.lockCheck(), "");
        vm.assertEq(books.stateCheck(), "");
    }
}
