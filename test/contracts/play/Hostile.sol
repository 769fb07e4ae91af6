// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IJobEscrow} from "../../../contracts/interfaces/IJobEscrow.sol";

/// @notice Wants nothing: every call of it reverts.
contract Refuser {
    fallback() external payable {
        revert("no");
    }
}

/// @notice Burns all gas that it is given.
contract GasBurner {
    fallback() external payable {
        while (true) {}
    }
}

/// @notice Answers with a megabyte, which a caller would pay for if it copied it.
contract ReturnBomber {
    receive() external payable {
        assembly ("memory-safe") {
            return(0, 1000000)
        }
    }
}

/// @notice Asks for its money again while it is being paid.
contract Reenterer {
    IJobEscrow private immutable ESCROW;
    uint256 public entered;
    bool public succeeded;

    constructor(IJobEscrow escrow) {
        ESCROW = escrow;
    }

    function withdraw() external {
        ESCROW.withdraw(address(this));
    }

    function stake() external payable {
        ESCROW.stake{value: msg.value}();
        ESCROW.requestUnstake(uint80(msg.value));
    }

    function unstake() external {
        ESCROW.unstake(address(this));
    }

    receive() external payable {
        ++entered;
        (bool withdrew,) = address(ESCROW).call(abi.encodeCall(ESCROW.withdraw, (address(this))));
        (bool unstaked,) = address(ESCROW).call(abi.encodeCall(ESCROW.unstake, (address(this))));
        succeeded = succeeded || withdrew || unstaked;
    }
}
