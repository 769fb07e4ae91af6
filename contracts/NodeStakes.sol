// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INodeStakes} from "./interfaces/INodeStakes.sol";
import {Account, Standing, Unbonding} from "./types/Account.sol";

/// @dev Operators, their stake and their keys: the storage, and what the rest of the escrow does with it.
abstract contract NodeStakes is INodeStakes, EIP712 {
    /// @inheritdoc INodeStakes
    uint256 public immutable UNSTAKE_SECONDS;

    mapping(address account => Account) internal _accounts;
    mapping(address operator => Unbonding) internal _unbonding;
    /// @inheritdoc INodeStakes
    mapping(address key => address) public operatorOf;
    /// @inheritdoc INodeStakes
    mapping(address key => uint256) public keyNonce;
    mapping(address operator => Standing) internal _standings;
    address[] internal _operators;
    /// @inheritdoc INodeStakes
    uint256 public totalStake;

    constructor(uint256 unstakeSeconds) EIP712("Graphiti JobEscrow", "1") {
        UNSTAKE_SECONDS = unstakeSeconds;
    }

    /// @inheritdoc INodeStakes
    function accounts(address account) external view returns (Account memory) {
        return _accounts[account];
    }

    /// @inheritdoc INodeStakes
    function unbonding(address operator) external view returns (Unbonding memory) {
        return _unbonding[operator];
    }

    /// @inheritdoc INodeStakes
    function standings(address operator) external view returns (Standing memory) {
        return _standings[operator];
    }

    /// @inheritdoc INodeStakes
    function operatorCount() external view returns (uint256) {
        return _operators.length;
    }

    /// @inheritdoc INodeStakes
    function operatorAt(uint32 number) external view returns (address) {
        return _operators[number - 1];
    }

    /// @dev Puts `bond` of the operator's free stake behind a lot.
    function _lock(address operator, uint256 bond) internal {
        Account memory account = _accounts[operator];
        _requireFree(account, bond);
        // What is free fits 80 bits, so the bond does.
        _accounts[operator].locked = account.locked + uint80(bond);
    }

    /// @dev Releases what stood for a lot and credits its pay, in one write.
    function _releaseAndCredit(address operator, uint256 bond, uint256 pay) internal {
        Account memory account = _accounts[operator];
        account.locked -= uint80(bond);
        account.credit += uint96(pay);
        _accounts[operator] = account;
    }

    /// @dev Releases a lot's bond less a fee, which leaves the stake. The fee is a part of the bond.
    function _releaseAndCharge(address operator, uint256 bond, uint256 fee) internal {
        Account memory account = _accounts[operator];
        account.locked -= uint80(bond);
        account.stake -= uint80(fee);
        _accounts[operator] = account;
        totalStake -= fee;
    }

    /// @dev All amounts are parts of what was paid in, so far below 96 bits.
    function _credit(address account, uint256 amount) internal {
        if (amount != 0) _accounts[account].credit += uint96(amount);
    }

    /// @dev Sends wei, and copies nothing back: a callee cannot make its caller pay for a return bomb.
    function _pay(address to, uint256 amount) internal {
        if (to == address(0)) revert AddressIsZero();
        if (!LowLevelCall.callNoReturn(to, amount, "")) revert TransferFailed(to);
    }

    /// @dev Whether an operator has so much free stake.
    function _canLock(address operator, uint256 amount) internal view returns (bool) {
        Account memory account = _accounts[operator];
        return account.stake - account.locked >= amount;
    }

    function _requireFree(Account memory account, uint256 amount) internal pure {
        uint256 free = account.stake - account.locked;
        if (free < amount) revert StakeTooLow(free, amount);
    }
}
