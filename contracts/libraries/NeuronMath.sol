// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One output neuron of each kind of layer that the services' networks have, in plain integers. With it a
/// contract can settle what a network gives, one number at a time. Twin of `reference.ts` and of the dream's layers.
/// @dev No deployed contract uses it. `>>` of a signed integer rounds towards minus infinity, which is the floor that
/// the definitions ask for. The networks' sums stay below 2^24; nothing here can overflow for anything near that.
library NeuronMath {
    /// One of a dream.
    int256 private constant ONE = 4096;

    /// What one input contributes to a convolution.
    /// @param weights Of the neuron's channel, [inChannels][3][3] or, for a 1×1 convolution, [inChannels].
    /// @param inputs The values under the kernel in the same order; zeros where it reaches over a padded border.
    /// @param shift Not less than the convolution's fraction.
    struct Part {
        int256[] weights;
        int256[] inputs;
        int256 bias;
        uint256 shift;
    }

    /// What follows the sum of a convolution.
    /// @param fraction Bits below one that survive until the parts are added.
    /// @param bends Whether values below zero become (value × `numerator` + `slopeHalf`) / 2^`slopeShift`.
    struct Ending {
        uint256 fraction;
        int256 low;
        int256 high;
        bool bends;
        int256 numerator;
        uint256 slopeShift;
        int256 slopeHalf;
    }

    enum Wave {
        Sine,
        Triangle,
        Bump,
        Soft
    }

    /// @notice The sum of weights and inputs of a part, or of a dream's layer, with its bias, divided and rounded down.
    /// @dev Reverts when there are more weights than inputs.
    function weightedSum(int256[] calldata weights, int256[] calldata inputs, int256 bias, uint256 shift)
        internal
        pure
        returns (int256 sum)
    {
        sum = bias;
        for (uint256 i; i < weights.length; ++i) {
            sum += weights[i] * inputs[i];
        }
        sum >>= shift;
    }

    /// @notice A convolution, wide ones in several parts.
    function convolution(Part[] calldata parts, Ending calldata ending) internal pure returns (int256) {
        int256 total;
        for (uint256 i; i < parts.length; ++i) {
            Part calldata part = parts[i];
            total += weightedSum(part.weights, part.inputs, part.bias, part.shift - ending.fraction);
        }
        int256 z = clamp(total >> ending.fraction, ending.low, ending.high);
        return z < 0 && ending.bends ? (z * ending.numerator + ending.slopeHalf) >> ending.slopeShift : z;
    }

    /// @notice A sum of values, each times a whole number, divided with rounding, half up.
    function scaledAdd(
        int256[] calldata multipliers,
        int256[] calldata inputs,
        uint256 shift,
        int256 low,
        int256 high
    ) internal pure returns (int256) {
        int256 half = shift == 0 ? int256(0) : int256(1) << (shift - 1);
        return clamp(weightedSum(multipliers, inputs, half, shift), low, high);
    }

    /// @notice The mean of a block of 2×2 values, half up.
    function mean(int256 a, int256 b, int256 c, int256 d) internal pure returns (int256) {
        return (a + b + c + d + 2) >> 2;
    }

    /// @notice Whence a value comes where each becomes a block of `scale` × `scale` values like it.
    function nearest(uint256 x, uint256 y, uint256 scale) internal pure returns (uint256, uint256) {
        return (x / scale, y / scale);
    }

    /// @notice Whence a value comes where `scale`² channels become one of `scale` times the size.
    function fromChannels(uint256 channel, uint256 x, uint256 y, uint256 scale)
        internal
        pure
        returns (uint256, uint256, uint256)
    {
        return (channel * scale * scale + (y % scale) * scale + (x % scale), x / scale, y / scale);
    }

    /// @notice Whence a value comes where a margin is taken off each side.
    function crop(uint256 x, uint256 y, uint256 margin) internal pure returns (uint256, uint256) {
        return (x + margin, y + margin);
    }

    /// @notice What a dream makes of the sum of a hidden layer: one of its four waves.
    function activate(Wave wave, int256 z) internal pure returns (int256) {
        if (wave == Wave.Sine) {
            int256 t = _wrap(z);
            return (t * (2 * ONE - _magnitude(t))) >> 12;
        }
        if (wave == Wave.Triangle) return ONE - _magnitude(_wrap(z));
        if (wave == Wave.Bump) {
            int256 near = clamp(z, -2 * ONE, 2 * ONE) >> 1;
            int256 hill = ONE - ((near * near) >> 12);
            return ((hill * hill) >> 11) - ONE;
        }
        int256 held = clamp(z, -ONE, ONE);
        return (held * (ONE + ONE / 2 - ((held * held) >> 13))) >> 12;
    }

    function clamp(int256 value, int256 low, int256 high) internal pure returns (int256) {
        if (value < low) return low;
        return value > high ? high : value;
    }

    /// The period of a wave is 4: `value` is folded into −2 … 2.
    function _wrap(int256 value) private pure returns (int256) {
        return ((value + 2 * ONE) & (4 * ONE - 1)) - 2 * ONE;
    }

    function _magnitude(int256 value) private pure returns (int256) {
        return value < 0 ? -value : value;
    }
}
