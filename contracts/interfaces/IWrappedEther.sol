// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title What the market needs of wrapped ether
interface IWrappedEther is IERC20 {
    /// @notice Burns so much of the caller's, and sends it ether for it.
    function withdraw(uint256 amount) external;
}
