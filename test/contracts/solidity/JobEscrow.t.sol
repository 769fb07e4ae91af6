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
        selectors = new bytes4[](27);
        selectors[0] = books.post.selector;
        selectors[1] = books.postMany.selector;
        selectors[2] = books.close.selector;
        selectors[3] = books.withdraw.selector;
        selectors[4] = books.changeStake.selector;
        selectors[5] = books.changeKey.selector;
        selectors[6] = books.pause.selector;
        selectors[7] = books.force.selector;
        selectors[8] = books.assemble.selector;
        selectors[9] = books.attest.selector;
        selectors[26] = books.assemble.selector;
        // What moves jobs on is played more often.
        for (uint256 i; i < 2; ++i) {
            selectors[10 + i] = books.claim.selector;
            selectors[12 + i] = books.submit.selector;
            selectors[14 + i] = books.attestAll.selector;
            selectors[16 + i] = books.finalise.selector;
            selectors[18 + i] = books.expire.selector;
            selectors[20 + i] = books.advance.selector;
            selectors[22 + i] = books.serve.selector;
            selectors[24 + i] = books.wait.selector;
        }
    }

    /// @dev One campaign for all, since each invariant function would play anew.
    function invariant_theEscrowDoesWhatTheRulesSay() public view {
        checkAll();
    }

    /// @dev At the end of each run of the campaign.
    function afterInvariant() public {
        books.settleAll();
        checkStates();
    }

    /// @dev The invariants above say nothing if the play never comes to an end of a lot.
    function test_thePlayReachesEveryEnd() public {
        playOn(3, 6_000);
        string[33] memory ends = [
            "posted",
            "posted with attesters",
            "posted together",
            "claimed",
            "assembly claimed",
            "submitted",
            "assembled",
            "seal right",
            "seal wrong",
            "objection",
            "attested together",
            "final fast",
            "final slowly",
            "final cold",
            "minted",
            "minted from several lots",
            "minted by the artist",
            "paid without a mint",
            "attester paid",
            "objector paid",
            "vote expired",
            "late with the result",
            "late with the end",
            "artist late",
            "expired together",
            "refunded when open",
            "refunded when late",
            "closed by the artist",
            "closed by another",
            "withdrawn",
            "refused money",
            "unstaked",
            "key stopped"
        ];
        checkAll();
        for (uint256 i; i < ends.length; ++i) {
            vm.assertGt(books.count(ends[i]), 0, ends[i]);
        }
        books.settleAll();
        checkStates();
    }

    function playOn(uint256 seed, uint256 steps) private {
        bytes4[] memory selectors = actions();
        for (uint256 step; step < steps; ++step) {
            uint256 random = uint256(keccak256(abi.encode(seed, step)));
            (bool ok,) = address(books).call(abi.encodeWithSelector(selectors[random % selectors.length], random));
            vm.assertTrue(ok, "the handler reverted");
            vm.assertEq(books.disagreement(), "");
        }
    }

    function checkAll() private view {
        vm.assertEq(books.disagreement(), "");
        vm.assertEq(books.moneyCheck(), "");
        vm.assertEq(books.lockCheck(), "");
        checkStates();
    }

    function checkStates() private view {
        vm.assertEq(books.stateCheck(), "");
    }
}
