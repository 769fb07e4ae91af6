// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice Wrapped ether for chains that have none: local ones. Elsewhere the market uses the chain's own.
contract WrappedEther is ERC20("Wrapped Ether", "WETH") {
    receive() external payable {
        deposit();
    }

    /// @notice Takes ether and gives as much wrapped ether.
    function deposit() public payable {
        _mint(msg.sender, msg.value);
    }

    /// @notice Takes wrapped ether and gives as much ether.
    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }
}
