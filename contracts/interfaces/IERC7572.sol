// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-7572: contract-level metadata
interface IERC7572 {
    /// @dev Never emitted here: the metadata is fixed at deployment.
    event ContractURIUpdated();

    function contractURI() external view returns (string memory);
}
