// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Draw} from "../../../contracts/libraries/Draw.sol";
import {EscrowStage} from "../play/EscrowStage.sol";
import {vm, within} from "../play/Harness.sol";

/// @notice Who may check a lot, and what of it.
contract DrawTest is EscrowStage {
    struct Candidate {
        uint40 seed;
        uint48 lotId;
        uint16 attempt;
        address operator;
        uint24 age;
        uint80 stake;
        uint80 rest;
    }

    function testFuzz_whoIsDrawnStaysDrawn(Candidate memory who, uint24 later, uint80 more) public pure {
        uint256 total = uint256(who.stake) + who.rest;
        if (total > type(uint80).max) return;
        bool drawn = isDrawn(who, who.age, who.stake, total);
        if (who.stake == 0) vm.assertTrue(!drawn, "nobody without stake");
        if (!drawn) return;
        vm.assertTrue(isDrawn(who, uint256(who.age) + later, who.stake, total), "the circle only widens");
        uint256 raised = within(more, who.stake, total);
        vm.assertTrue(isDrawn(who, who.age, raised, total), "with more of the same stake");
    }

    function testFuzz_theCircleIsThreeStakesAndDoublesEveryHalfMinute(Candidate memory who) public pure {
        uint256 total = uint256(who.stake) + who.rest;
        if (total > type(uint80).max || who.stake == 0) return;
        uint256 number = uint256(keccak256(abi.encode(who.seed, who.lotId, who.attempt, who.operator))) >> 128;
        uint256 part = circle(who.age) * who.stake;
        vm.assertTrue(isDrawn(who, who.age, who.stake, total) == (number < part * 2 ** 128 / total), "circle");
        if (part >= total) vm.assertTrue(isDrawn(who, who.age, who.stake, total), "all of them in the end");
    }

    /// @dev Of these stakes the circle's part is exactly this operator's number.
    function test_whoStandsOnTheEdgeIsOutside() public pure {
        Candidate memory who = Candidate(1, 1 << 16, 1, address(0xa1), 0, 18963188965767973433, 0);
        uint256 total = 83522003919002053965;
        uint256 number = uint256(keccak256(abi.encode(who.seed, who.lotId, who.attempt, who.operator))) >> 128;
        vm.assertTrue(number == ((3 * uint256(who.stake)) << 128) / total, "on the edge");
        vm.assertTrue(!isDrawn(who, 0, who.stake, total), "outside");
        vm.assertTrue(isDrawn(who, 0, uint256(who.stake) + 1, total), "inside with a wei more");
    }

    function testFuzz_aSampleIsOfDistinctTiles(uint40 seed, uint48 lotId, uint16 attempt, uint8 size, uint8 wanted)
        public
        pure
    {
        uint256 tiles = within(size, 1, 128);
        bytes32[] memory probes = tileProbes(lotId, attempt, tiles);
        bytes32 expected = sampleProbe(seed, lotId, attempt, wanted, probes);
        vm.assertTrue(Draw.sampleProbe(seed, lotId, attempt, wanted, probes) == expected, "sample");
        uint256[] memory picks = sampleOf(seed, lotId, attempt, wanted, tiles);
        vm.assertEq(picks.length, wanted < tiles ? wanted : tiles, "as many as wanted, if there are");
        uint256 seen;
        for (uint256 i; i < picks.length; ++i) {
            vm.assertTrue(picks[i] < tiles && seen & (1 << picks[i]) == 0, "in range, and new");
            seen |= 1 << picks[i];
        }
    }

    function isDrawn(Candidate memory who, uint256 age, uint256 stake_, uint256 total) private pure returns (bool) {
        return Draw.isDrawn(who.seed, who.lotId, who.attempt, who.operator, age, stake_, total);
    }

    function testFuzz_aSeedIsNeverNone(bytes32 blockHash) public pure {
        vm.assertGt(Draw.seedOf(blockHash), 0, "seed");
        vm.assertEq(Draw.seedOf(bytes32(uint256(blockHash) >> 40)), 1, "of a hash that begins with zeros");
    }
}
