// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {NodeStakes} from "../NodeStakes.sol";
import {INodeStakes} from "../interfaces/INodeStakes.sol";
import {Account, Standing, Unbonding} from "../types/Account.sol";

/// @dev What operators do with their stake and their keys. Documented in {INodeStakes}.
abstract contract StakeDesk is NodeStakes {
    bytes32 private constant CONSENT_TYPEHASH =
        keccak256("MachineKeyConsent(address operator,address key,uint256 nonce,uint256 deadline)");

    /// @inheritdoc INodeStakes
    function stake() external payable {
        if (msg.value == 0) revert AmountIsZero();
        uint256 total = totalStake + msg.value;
        // Every account's stake is a part of the total, so none can overflow if the total fits.
        if (total > type(uint80).max) revert StakeAboveLimit(total, type(uint80).max);

        _accounts[msg.sender].stake += uint80(msg.value);
        totalStake = total;
        Standing memory standing = _standings[msg.sender];
        if (standing.number == 0) {
            _operators.push(msg.sender);
            // A list of 2^32 operators costs 10^14 gas.
            standing.number = uint32(_operators.length);
        }
        standing.raisedAt = uint40(block.timestamp);
        _standings[msg.sender] = standing;

        emit Staked(msg.sender, msg.value);
    }

    /// @inheritdoc INodeStakes
    function requestUnstake(uint80 amount) external {
        Account memory account = _accounts[msg.sender];
        if (amount == 0) revert AmountIsZero();
        _requireFree(account, amount);

        _accounts[msg.sender].stake = account.stake - amount;
        totalStake -= amount;
        uint40 readyAt = uint40(block.timestamp + UNSTAKE_SECONDS);
        _unbonding[msg.sender] = Unbonding(_unbonding[msg.sender].amount + amount, readyAt);

        emit UnstakeRequested(msg.sender, amount, readyAt);
    }

    /// @inheritdoc INodeStakes
    function unstake(address to) external {
        Unbonding memory leaving = _unbonding[msg.sender];
        if (leaving.amount == 0) revert AmountIsZero();
        if (block.timestamp < leaving.readyAt) revert TooEarly(leaving.readyAt);

        delete _unbonding[msg.sender];

        emit Unstaked(msg.sender, to, leaving.amount);
        _pay(to, leaving.amount);
    }

    /// @inheritdoc INodeStakes
    function registerKey(address key, uint256 deadline, bytes calldata signature) external {
        if (operatorOf[key] != address(0)) revert KeyTaken(key, operatorOf[key]);
        if (block.timestamp > deadline) revert ConsentExpired(deadline);
        bytes32 consent = keccak256(abi.encode(CONSENT_TYPEHASH, msg.sender, key, keyNonce[key], deadline));
        (address signer, ECDSA.RecoverError failure,) =
            ECDSA.tryRecoverCalldata(_hashTypedDataV4(consent), signature);
        if (failure != ECDSA.RecoverError.NoError || signer != key) revert ConsentInvalid(key);

        ++keyNonce[key];
        operatorOf[key] = msg.sender;

        emit KeyRegistered(msg.sender, key);
    }

    /// @inheritdoc INodeStakes
    function stopKey(address key) external {
        address operator = operatorOf[key];
        if (operator == address(0)) revert NotAKey(key);
        if (msg.sender != operator && msg.sender != key) revert NotTheOperator(msg.sender, operator);

        ++keyNonce[key];
        delete operatorOf[key];

        emit KeyStopped(operator, key);
    }
}
