// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A seal shows that its sender ran the network, and cannot be copied by another. Twin of `seal.ts`.
library Seals {
    /// @param probe `keccak256` of the concatenated digests of the tiles' probe layers.
    function sealOf(
        uint256 lotId,
        uint256 attempt,
        address operator,
        bytes32 outputRoot,
        bytes32 metadataDigest,
        bytes32 probe
    ) internal view returns (bytes32) {
        return keccak256(
            abi.encode(block.chainid, address(this), lotId, attempt, operator, outputRoot, metadataDigest, probe)
        );
    }
}
