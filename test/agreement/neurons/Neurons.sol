// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NeuronMath} from "../../../contracts/libraries/NeuronMath.sol";

/// Answers questions to `NeuronMath` by the hundred.
contract Neurons {
    struct Convolution {
        NeuronMath.Part[] parts;
        NeuronMath.Ending ending;
    }

    struct Sum {
        int256[] weights;
        int256[] inputs;
        int256 bias;
        uint256 shift;
        int256 low;
        int256 high;
    }

    struct Place {
        uint256 channel;
        uint256 x;
        uint256 y;
        uint256 amount;
    }

    struct Dreamt {
        int256[] weights;
        int256[] inputs;
        int256 bias;
        NeuronMath.Wave wave;
    }

    function convolution(Convolution[] calldata cases) external pure returns (int256[] memory answers) {
        answers = new int256[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            answers[i] = NeuronMath.convolution(cases[i].parts, cases[i].ending);
        }
    }

    /// A dream's outputs, which have no wave.
    function output(Sum[] calldata cases) external pure returns (int256[] memory answers) {
        answers = new int256[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            Sum calldata one = cases[i];
            answers[i] = NeuronMath.weightedSum(one.weights, one.inputs, one.bias, one.shift);
        }
    }

    function wave(Dreamt[] calldata cases) external pure returns (int256[] memory answers) {
        answers = new int256[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            Dreamt calldata one = cases[i];
            int256 z = NeuronMath.weightedSum(one.weights, one.inputs, one.bias, 8);
            answers[i] = NeuronMath.activate(one.wave, z);
        }
    }

    function add(Sum[] calldata cases) external pure returns (int256[] memory answers) {
        answers = new int256[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            Sum calldata one = cases[i];
            answers[i] = NeuronMath.scaledAdd(one.weights, one.inputs, one.shift, one.low, one.high);
        }
    }

    function mean(int256[4][] calldata cases) external pure returns (int256[] memory answers) {
        answers = new int256[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            answers[i] = NeuronMath.mean(cases[i][0], cases[i][1], cases[i][2], cases[i][3]);
        }
    }

    function nearest(Place[] calldata cases) external pure returns (Place[] memory answers) {
        answers = new Place[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            (uint256 x, uint256 y) = NeuronMath.nearest(cases[i].x, cases[i].y, cases[i].amount);
            answers[i] = Place(cases[i].channel, x, y, 0);
        }
    }

    function pixels(Place[] calldata cases) external pure returns (Place[] memory answers) {
        answers = new Place[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            Place calldata one = cases[i];
            (uint256 channel, uint256 x, uint256 y) =
                NeuronMath.fromChannels(one.channel, one.x, one.y, one.amount);
            answers[i] = Place(channel, x, y, 0);
        }
    }

    function crop(Place[] calldata cases) external pure returns (Place[] memory answers) {
        answers = new Place[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            (uint256 x, uint256 y) = NeuronMath.crop(cases[i].x, cases[i].y, cases[i].amount);
            answers[i] = Place(cases[i].channel, x, y, 0);
        }
    }
}
