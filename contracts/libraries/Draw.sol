// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Who may check a lot, and which of its tiles. Twin of `draw.ts`.
library Draw {
    /// Operators that are wanted in the first circle, on average and in terms of stake.
    uint256 private constant FIRST_CIRCLE = 3;
    uint256 private constant SECONDS_PER_DOUBLING = 30;
    uint256 private constant MAX_DOUBLINGS = 32;

    /// @notice A seed of 40 bits; never 0, which stands for none.
    function seedOf(bytes32 blockHash) internal pure returns (uint40) {
        uint40 seed = uint40(bytes5(blockHash));
        return seed == 0 ? 1 : seed;
    }

    /// @notice Whether an operator is in the circle of a lot `age` seconds after its submit. The circle doubles
    /// every 30 seconds, until it holds everybody.
    /// @param stake The operator's whole stake in wei, part of `totalStake`; both fit 80 bits.
    function isDrawn(
        uint40 seed,
        uint256 lotId,
        uint256 attempt,
        address operator,
        uint256 age,
        uint256 stake,
        uint256 totalStake
    ) internal pure returns (bool) {
        // Also when nobody has any stake left.
        if (stake == 0) return false;
        uint256 doublings = age / SECONDS_PER_DOUBLING;
        if (doublings > MAX_DOUBLINGS) doublings = MAX_DOUBLINGS;
        uint256 chance = (((FIRST_CIRCLE << doublings) * stake) << 128) / totalStake;
        return uint256(keccak256(abi.encode(seed, lotId, attempt, operator))) >> 128 < chance;
    }

    /// @notice Digest of the probes of the tiles that all attesters of an attempt check, in the order drawn.
    /// @dev The first steps of a Fisher-Yates shuffle of all tiles' probes.
    /// @param wanted How many tiles, if there are as many.
    function sampleProbe(uint40 seed, uint256 lotId, uint256 attempt, uint256 wanted, bytes32[] memory tileProbes)
        internal
        pure
        returns (bytes32)
    {
        uint256 tiles = tileProbes.length;
        uint256 size = wanted < tiles ? wanted : tiles;
        bytes32 stream = keccak256(abi.encode(seed, lotId, attempt));
        bytes32[] memory sample = new bytes32[](size);
        for (uint256 i; i < size; ++i) {
            uint256 pick = i + uint256(keccak256(abi.encode(stream, i))) % (tiles - i);
            sample[i] = tileProbes[pick];
            tileProbes[pick] = tileProbes[i];
        }
        return keccak256(abi.encodePacked(sample));
    }
}
