// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IJobEscrow} from "../../../contracts/interfaces/IJobEscrow.sol";
import {ISeriesDrop} from "../../../contracts/interfaces/ISeriesDrop.sol";

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

/// @notice A call, and the wei that are sent along.
struct Call {
    uint256 value;
    bytes data;
}

/// @notice Makes prepared calls, once: while it is being paid, or when it is told to.
contract Visitor {
    address private immutable ESCROW;
    Call[] private _calls;
    bool private _isArmed;
    uint256 public accepted;

    constructor(address escrow) {
        ESCROW = escrow;
    }

    function prepare(Call[] calldata calls) external {
        delete _calls;
        for (uint256 i; i < calls.length; ++i) {
            _calls.push(calls[i]);
        }
    }

    function arm() external {
        _isArmed = true;
    }

    /// @dev One bit for each call that did not revert.
    function visit() public {
        for (uint256 i; i < _calls.length; ++i) {
            (bool ok,) = ESCROW.call{value: _calls[i].value}(_calls[i].data);
            if (ok) accepted |= 1 << i;
        }
    }

    receive() external payable {
        if (!_isArmed) return;
        _isArmed = false;
        visit();
    }
}

/// @notice Buys a work of a drop, and asks for its credit again while it is being paid.
contract ReenteringBuyer {
    ISeriesDrop private immutable DROP;
    uint256 public entered;

    constructor(ISeriesDrop drop) {
        DROP = drop;
    }

    function buy(uint256 price) external payable {
        DROP.buy{value: msg.value}(1, price, new bytes32[](0));
    }

    function withdraw() external {
        DROP.withdraw(address(this));
    }

    receive() external payable {
        ++entered;
        (bool paid,) = address(DROP).call(abi.encodeCall(DROP.withdraw, (address(this))));
        require(!paid, "paid twice");
    }
}
