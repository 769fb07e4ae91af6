// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISeriesDrop} from "../../../contracts/interfaces/ISeriesDrop.sol";
import {DropBooks} from "../play/DropBooks.sol";
import {Invariants, vm} from "../play/Harness.sol";
import {ReenteringBuyer} from "../play/Hostile.sol";

/// @dev The runner only plays contracts of the files that it was given.
contract Books is DropBooks {}

contract SeriesDropTest is DropBooks {
    /// @dev The thief sent 1 ether too much. Somebody else's money is there too.
    function test_aReentrantBuyerIsPaidOnce() external onClock {
        PlayedDrop storage played_ = played[0];
        played_.series.supply = 4;
        played_.series.startsAt = uint40(clock);
        played_.series.endsAt = uint40(clock + 1_000);
        played_.series.fallSeconds = 1_000;
        played_.series.allowRoot = 0;
        played_.drop = ISeriesDrop(factory.open(played_.series));
        uint256 price = played_.series.startPrice;
        ReenteringBuyer thief = new ReenteringBuyer(played_.drop);
        _buy(0, accounts[1], 1, 3 ether, 0);
        vm.deal(address(this), price + 1 ether);
        thief.buy{value: price + 1 ether}(price);
        thief.withdraw();
        vm.assertEq(thief.entered(), 1, "it tried");
        vm.assertEq(address(thief).balance, 1 ether, "its own money and no more");
        vm.assertEq(address(played_.drop).balance, 2 * price + 3 ether, "everybody else's");
    }
}

/// @notice The rules of drops, under random play by the handler.
contract SeriesDropInvariants is Invariants {
    Books private books;

    function setUp() public {
        books = new Books();
        play(address(books), actions());
    }

    function actions() private view returns (bytes4[] memory selectors) {
        selectors = new bytes4[](18);
        selectors[0] = books.open.selector;
        selectors[1] = books.creditExcess.selector;
        selectors[2] = books.creditRest.selector;
        selectors[3] = books.withdraw.selector;
        selectors[4] = books.give.selector;
        selectors[5] = books.settle.selector;
        // What moves works on is played more often.
        for (uint256 i; i < 3; ++i) {
            selectors[6 + i] = books.buy.selector;
            selectors[9 + i] = books.post.selector;
            selectors[12 + i] = books.compute.selector;
            selectors[15 + i] = books.wait.selector;
        }
        selectors[17] = books.settle.selector;
    }

    /// @dev One campaign for all, since each invariant function would play anew.
    function invariant_dropsDoWhatTheRulesSay() public view {
        checkAll();
    }

    /// @dev At the end of each run of the campaign.
    function afterInvariant() public {
        books.settleAll();
        checkAll();
    }

    /// @dev The invariants above say nothing if the play never comes to an end of a work.
    function test_thePlayOfDropsReachesEveryEnd() public {
        string[12] memory ends = [
            "bought",
            "sold out",
            "posted",
            "seed moved",
            "minted",
            "failed",
            "never posted",
            "late",
            "excess",
            "rest",
            "withdrawn",
            "refused money"
        ];
        uint256[12] memory counts;
        for (uint256 round; round < 10; ++round) {
            books = new Books();
            playOn(round, 200);
            checkAll();
            for (uint256 i; i < ends.length; ++i) {
                counts[i] += books.count(ends[i]);
            }
            books.settleAll();
            checkAll();
        }
        for (uint256 i; i < ends.length; ++i) {
            vm.assertGt(counts[i], 0, ends[i]);
        }
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
        vm.assertEq(books.check(), "");
    }
}
