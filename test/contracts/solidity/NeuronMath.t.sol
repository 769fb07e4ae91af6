// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NeuronMath} from "../../../contracts/libraries/NeuronMath.sol";
import {vm} from "../play/Harness.sol";

/// @notice Single neurons by hand; test/agreement/neurons asks for thousands.
contract NeuronMathTest {
    int256 private constant ONE = 4096;

    function convolution(NeuronMath.Part[] calldata parts, NeuronMath.Ending calldata ending)
        external
        pure
        returns (int256)
    {
        return NeuronMath.convolution(parts, ending);
    }

    function scaledAdd(int256[] calldata multipliers, int256[] calldata inputs, uint256 shift, int256 low, int256 high)
        external
        pure
        returns (int256)
    {
        return NeuronMath.scaledAdd(multipliers, inputs, shift, low, high);
    }

    function weightedSum(int256[] calldata weights, int256[] calldata inputs, int256 bias, uint256 shift)
        external
        pure
        returns (int256)
    {
        return NeuronMath.weightedSum(weights, inputs, bias, shift);
    }

    function test_aSumIsDividedAndRoundedDown() public view {
        equal(this.weightedSum(pair(3, -2), pair(5, 7), 10, 0), 11, "3 * 5 - 2 * 7 + 10");
        equal(this.weightedSum(pair(3, -2), pair(5, 7), 10, 2), 2, "11 / 4, down");
        equal(this.weightedSum(pair(3, -2), pair(5, 7), -4, 2), -1, "-3 / 4, down and not towards zero");
        equal(this.weightedSum(new int256[](0), new int256[](0), 5, 0), 5, "the bias alone");
    }

    function test_aSumNeedsAnInputForEachWeight() public view {
        try this.weightedSum(pair(1, 1), new int256[](1), 0, 0) {
            vm.assertTrue(false, "an input is missing");
        } catch {}
    }

    function test_aConvolutionIsClampedToItsRange() public view {
        NeuronMath.Part[] memory parts = one(pair(3, -2), pair(5, 7), 0, 0);
        NeuronMath.Ending memory ending = NeuronMath.Ending(0, -8, 8, false, 0, 0, 0);
        equal(this.convolution(parts, ending), 1, "within");
        parts[0].bias = 7;
        equal(this.convolution(parts, ending), 8, "the upper end");
        parts[0].bias = 8;
        equal(this.convolution(parts, ending), 8, "above it");
        parts[0].bias = -9;
        equal(this.convolution(parts, ending), -8, "the lower end");
        parts[0].bias = -10;
        equal(this.convolution(parts, ending), -8, "below it");
    }

    function test_aSlopeBendsWhatIsBelowZero() public view {
        NeuronMath.Part[] memory parts = one(pair(1, 0), pair(-3, 9), 0, 0);
        NeuronMath.Ending memory ending = NeuronMath.Ending(0, -100, 100, true, 1, 2, 0);
        equal(this.convolution(parts, ending), -1, "-3 / 4, down");
        ending.numerator = -5;
        equal(this.convolution(parts, ending), 3, "-3 * -5 / 4, down");
        ending.slopeHalf = 2;
        equal(this.convolution(parts, ending), 4, "(-3 * -5 + 2) / 4, down");
        ending.slopeHalf = 0;
        ending.numerator = 0;
        equal(this.convolution(parts, ending), 0, "a slope of nothing");
        ending.bends = false;
        equal(this.convolution(parts, ending), -3, "no slope");
        ending = NeuronMath.Ending(0, -100, 100, true, 1, 2, 0);
        parts[0].bias = 3;
        equal(this.convolution(parts, ending), 0, "zero is not below zero");
        parts[0].bias = 10;
        equal(this.convolution(parts, ending), 7, "above zero it is let through");
    }

    function test_partsKeepTheirFractionUntilTheyAreAdded() public view {
        NeuronMath.Part[] memory parts = new NeuronMath.Part[](2);
        parts[0] = NeuronMath.Part(pair(1, 0), pair(7, 0), 0, 3);
        parts[1] = NeuronMath.Part(pair(1, 0), pair(9, 0), 0, 3);
        NeuronMath.Ending memory ending = NeuronMath.Ending(2, -100, 100, false, 0, 0, 0);
        // 7 / 2 and 9 / 2, both down, are 3 and 4 quarters.
        equal(this.convolution(parts, ending), 1, "7 quarters, down");
        parts[1].inputs[0] = 10;
        equal(this.convolution(parts, ending), 2, "8 quarters");
        ending.fraction = 0;
        equal(this.convolution(parts, ending), 1, "without a fraction 0 and 1");
        parts[1].shift = 2;
        equal(this.convolution(parts, ending), 2, "each part has its own shift");
    }

    function test_aFractionBeyondAPartsShiftIsRefused() public view {
        NeuronMath.Part[] memory parts = one(pair(1, 0), pair(7, 0), 0, 1);
        try this.convolution(parts, NeuronMath.Ending(2, -1, 1, false, 0, 0, 0)) {
            vm.assertTrue(false, "the part has too few bits");
        } catch {}
    }

    function test_anAdditionIsRoundedHalfUp() public view {
        equal(this.scaledAdd(pair(1, 1), pair(3, 2), 1, -9, 9), 3, "2.5, up");
        equal(this.scaledAdd(pair(1, 1), pair(-3, -2), 1, -9, 9), -2, "-2.5, up");
        equal(this.scaledAdd(pair(1, 1), pair(3, 2), 2, -9, 9), 1, "1.25, down");
        equal(this.scaledAdd(pair(2, -1), pair(3, 2), 0, -9, 9), 4, "undivided, nothing is added");
        equal(this.scaledAdd(pair(5, 5), pair(3, 2), 0, -9, 9), 9, "clamped above");
        equal(this.scaledAdd(pair(-5, -5), pair(3, 2), 0, -9, 9), -9, "clamped below");
    }

    function test_aMeanIsRoundedHalfUp() public pure {
        equal(NeuronMath.mean(1, 2, 3, 4), 3, "2.5, up");
        equal(NeuronMath.mean(1, 2, 3, 3), 2, "2.25, down");
        equal(NeuronMath.mean(1, 0, 0, 0), 0, "0.25, down");
        equal(NeuronMath.mean(0, 1, 1, 1), 1, "0.75, up");
        equal(NeuronMath.mean(-1, -2, -3, -4), -2, "-2.5, up");
        equal(NeuronMath.mean(255, 255, 255, 255), 255, "white stays white");
    }

    function test_valuesAreFoundWhereTheyCameFrom() public pure {
        (uint256 x, uint256 y) = NeuronMath.nearest(7, 5, 2);
        place(0, x, y, 0, 3, 2);
        (x, y) = NeuronMath.crop(7, 5, 3);
        place(0, x, y, 0, 10, 8);
        uint256 channel;
        (channel, x, y) = NeuronMath.fromChannels(2, 7, 5, 4);
        place(channel, x, y, 2 * 16 + 1 * 4 + 3, 1, 1);
        (channel, x, y) = NeuronMath.fromChannels(0, 4, 3, 1);
        place(channel, x, y, 0, 4, 3);
    }

    function test_aSineRisesFallsAndComesRound() public pure {
        wave(NeuronMath.Wave.Sine, 0, 0);
        wave(NeuronMath.Wave.Sine, ONE, ONE);
        wave(NeuronMath.Wave.Sine, -ONE, -ONE);
        wave(NeuronMath.Wave.Sine, ONE / 2, 3 * ONE / 4);
        wave(NeuronMath.Wave.Sine, 1, 1);
        wave(NeuronMath.Wave.Sine, -1, -2);
        wave(NeuronMath.Wave.Sine, 2 * ONE, 0);
        wave(NeuronMath.Wave.Sine, 5 * ONE, ONE);
        wave(NeuronMath.Wave.Sine, -7 * ONE, ONE);
    }

    function test_aTriangleIsAWaveWithStraightFlanks() public pure {
        wave(NeuronMath.Wave.Triangle, 0, ONE);
        wave(NeuronMath.Wave.Triangle, ONE, 0);
        wave(NeuronMath.Wave.Triangle, -ONE, 0);
        wave(NeuronMath.Wave.Triangle, 2 * ONE, -ONE);
        wave(NeuronMath.Wave.Triangle, 2 * ONE - 1, 1 - ONE);
        wave(NeuronMath.Wave.Triangle, 4 * ONE + 3, ONE - 3);
    }

    function test_aBumpIsAHillOnAPlain() public pure {
        wave(NeuronMath.Wave.Bump, 0, ONE);
        wave(NeuronMath.Wave.Bump, ONE, ONE / 8);
        wave(NeuronMath.Wave.Bump, -ONE, ONE / 8);
        wave(NeuronMath.Wave.Bump, 2 * ONE, -ONE);
        wave(NeuronMath.Wave.Bump, -2 * ONE, -ONE);
        wave(NeuronMath.Wave.Bump, 9 * ONE, -ONE);
        wave(NeuronMath.Wave.Bump, -9 * ONE, -ONE);
    }

    function test_aSoftClampEndsAtOne() public pure {
        wave(NeuronMath.Wave.Soft, 0, 0);
        wave(NeuronMath.Wave.Soft, ONE, ONE);
        wave(NeuronMath.Wave.Soft, -ONE, -ONE);
        wave(NeuronMath.Wave.Soft, ONE / 2, 11 * ONE / 16);
        wave(NeuronMath.Wave.Soft, 3 * ONE, ONE);
        wave(NeuronMath.Wave.Soft, -3 * ONE, -ONE);
        wave(NeuronMath.Wave.Soft, -1, -2);
    }

    function testFuzz_everyWaveStaysWithinOne(int24 z) public pure {
        for (uint8 kind; kind < 4; ++kind) {
            int256 value = NeuronMath.activate(NeuronMath.Wave(kind), z);
            vm.assertTrue(value >= -ONE && value <= ONE, "beyond one");
        }
    }

    function testFuzz_theWavesThatRepeatDoSoAfterFour(int24 z) public pure {
        for (uint8 kind; kind < 2; ++kind) {
            int256 value = NeuronMath.activate(NeuronMath.Wave(kind), z);
            equal(NeuronMath.activate(NeuronMath.Wave(kind), int256(z) + 4 * ONE), value, "a period later");
        }
    }

    function testFuzz_aClampedValueLiesBetweenTheEnds(int64 value, int64 low, uint32 width) public pure {
        int256 high = int256(low) + int256(uint256(width));
        int256 clamped = NeuronMath.clamp(value, low, high);
        vm.assertTrue(clamped >= low && clamped <= high, "outside");
        if (value >= low && value <= high) equal(clamped, value, "inside it stays as it is");
    }

    function pair(int256 a, int256 b) private pure returns (int256[] memory values) {
        values = new int256[](2);
        (values[0], values[1]) = (a, b);
    }

    function one(int256[] memory weights, int256[] memory inputs, int256 bias, uint256 shift)
        private
        pure
        returns (NeuronMath.Part[] memory parts)
    {
        parts = new NeuronMath.Part[](1);
        parts[0] = NeuronMath.Part(weights, inputs, bias, shift);
    }

    function wave(NeuronMath.Wave kind, int256 z, int256 expected) private pure {
        equal(NeuronMath.activate(kind, z), expected, "wave");
    }

    function place(uint256 channel, uint256 x, uint256 y, uint256 channel_, uint256 x_, uint256 y_) private pure {
        vm.assertEq(channel, channel_, "channel");
        vm.assertEq(x, x_, "x");
        vm.assertEq(y, y_, "y");
    }

    /// Two's complement is told apart as well by its bits.
    function equal(int256 found, int256 expected, string memory what) private pure {
        vm.assertEq(uint256(found), uint256(expected), what);
    }
}
