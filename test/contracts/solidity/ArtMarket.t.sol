// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Invariants, vm} from "../play/Harness.sol";
import {MarketHandler} from "../play/MarketHandler.sol";

/// @dev The runner only plays contracts of the files that it was given.
contract MarketPlay is MarketHandler {}

/// @notice The market's invariants, under random play by the handler.
contract ArtMarketInvariants is Invariants {
    MarketPlay private handler;

    function setUp() public {
        handler = new MarketPlay();
        play(address(handler), actions());
    }

    function actions() private view returns (bytes4[] memory selectors) {
        selectors = new bytes4[](14);
        selectors[0] = handler.list.selector;
        selectors[1] = handler.unlist.selector;
        selectors[2] = handler.buy.selector;
        selectors[3] = handler.offer.selector;
        selectors[4] = handler.cancelOffer.selector;
        selectors[5] = handler.acceptOffer.selector;
        selectors[6] = handler.open.selector;
        selectors[7] = handler.bid.selector;
        selectors[8] = handler.settle.selector;
        selectors[9] = handler.withdraw.selector;
        selectors[10] = handler.transfer.selector;
        selectors[11] = handler.force.selector;
        selectors[13] = handler.takeShare.selector;
        // More bids, so that some are outbid.
        selectors[12] = handler.bid.selector;
    }

    /// @dev One campaign for all, since each invariant function would play anew.
    function invariant_theMarketKeepsWhatIsOwedAndSellsWithConsent() public view {
        checkAll();
    }

    /// @dev The invariant above says nothing if the play never comes to an end.
    function test_theMarketPlayReachesEveryEnd() public {
        bytes4[] memory selectors = actions();
        for (uint256 step; step < 3_000; ++step) {
            uint256 random = uint256(keccak256(abi.encode(step)));
            (bool ok,) = address(handler).call(abi.encodeWithSelector(selectors[random % selectors.length], random));
            vm.assertTrue(ok, "the handler reverted");
            checkAll();
        }
        string[10] memory ends = [
            "unlisted",
            "bought",
            "offered",
            "offer taken back",
            "offer accepted",
            "bid",
            "outbid",
            "settled",
            "withdrawn",
            "share taken"
        ];
        for (uint256 i; i < ends.length; ++i) {
            vm.assertGt(handler.count(ends[i]), 0, ends[i]);
        }
        vm.assertGt(handler.count("moved"), 0, "moved");
    }

    function checkAll() private view {
        vm.assertEq(handler.disagreement(), "");
        vm.assertEq(handler.check(), "");
    }
}
