// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FinalityClass} from "../types/FinalityClass.sol";

/// @notice Up to four finality classes in two words, so that a contract can hold them in immutables: each of
/// post, claim, finalise and expire saves the two cold reads that an array in storage would cost.
library FinalityClasses {
    uint256 internal constant MAX_CLASSES = 4;
    /// Ages of attestations are kept in 24 bits.
    uint256 private constant MAX_WINDOW_SECONDS = type(uint24).max;

    error ClassesOutOfRange(uint256 count, uint256 max);
    /// @dev A window of 0 leaves nobody time to look, a grace of 0 leaves nobody time to finalise.
    error ClassIncomplete(uint256 index);
    /// @dev Fast is at most the window; windows grow from class to class, up to 2^24 - 1 seconds.
    error ClassOutOfOrder(uint256 index);
    error TailWithoutReferee(uint256 index);

    /// @return words Classes 0 and 1, then 2 and 3; 32 bits each for fast, window, grace and tail, lowest first.
    function pack(FinalityClass[] memory classes) internal pure returns (uint256[2] memory words) {
        uint256 count = classes.length;
        if (count == 0 || count > MAX_CLASSES) revert ClassesOutOfRange(count, MAX_CLASSES);
        uint256 windowBefore;
        for (uint256 i; i < count; ++i) {
            FinalityClass memory class = classes[i];
            uint256 window = class.windowSeconds;
            if (window == 0 || class.graceSeconds == 0) revert ClassIncomplete(i);
            if (class.fastSeconds > window || window < windowBefore || window > MAX_WINDOW_SECONDS) {
                revert ClassOutOfOrder(i);
            }
            if (class.tailSeconds != 0) revert TailWithoutReferee(i);
            windowBefore = window;
            uint256 packed = class.fastSeconds | (window << 32) | (uint256(class.graceSeconds) << 64);
            words[i >> 1] |= packed << ((i & 1) * 128);
        }
    }

    /// @param word The word that holds the class.
    function unpack(uint256 word, uint256 index) internal pure returns (FinalityClass memory) {
        uint256 packed = word >> ((index & 1) * 128);
        return FinalityClass(uint32(packed), uint32(packed >> 32), uint32(packed >> 64), uint32(packed >> 96));
    }

    /// @notice The two times that decide between finalise and expire.
    function windowAndGrace(uint256 word, uint256 index) internal pure returns (uint256 window, uint256 grace) {
        uint256 packed = word >> ((index & 1) * 128);
        return (uint32(packed >> 32), uint32(packed >> 64));
    }

    /// @notice The window of the last class, which is the longest.
    function coldWindow(FinalityClass[] memory classes) internal pure returns (uint256) {
        return classes[classes.length - 1].windowSeconds;
    }

    /// @notice The longest that any lot can be in flight after its submit.
    /// @dev The windows grow: the last is the longest. Asked before {pack} has refused an empty list.
    function longestSpan(FinalityClass[] memory classes) internal pure returns (uint256) {
        uint256 window;
        uint256 grace;
        for (uint256 i; i < classes.length; ++i) {
            window = classes[i].windowSeconds;
            if (classes[i].graceSeconds > grace) grace = classes[i].graceSeconds;
        }
        return window + grace;
    }
}
