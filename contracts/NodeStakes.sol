// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INodeStakes} from "./interfaces/INodeStakes.sol";
import {Account, Unbonding} from "./types/Account.sol";

/// @dev Documented in {INodeStakes}.
abstract contract NodeStakes is INodeStakes, EIP712 {
    bytes32 private constant CONSENT_TYPEHASH =
        keccak256("MachineKeyConsent(address operator,address key,uint256 nonce,uint256 deadline)");

    /// @inheritdoc INodeStakes
    uint256 public immutable UNSTAKE_SECONDS;

    mapping(address account => Account) internal _accounts;
    mapping(address operator => Unbonding) private _unbonding;
    /// @inheritdoc INodeStakes
    mapping(address key => address) public operatorOf;
    /// @inheritdoc INodeStakes
    mapping(address key => uint256) public keyNonce;
    /// @inheritdoc INodeStakes
    mapping(address operator => uint40) public raisedAt;
    /// @inheritdoc INodeStakes
    uint256 public totalStake;

    constructor(uint256 unstakeSeconds) EIP712("Graphiti JobEscrow", "1") {
        UNSTAKE_SECONDS = unstakeSeconds;
    }

    /// @inheritdoc INodeStakes
    function stake() external payable {
        if (msg.value == 0) revert AmountIsZero();
        uint256 total = totalStake + msg.value;
        // Every account's stake is a part of the total, so none can overflow if the total fits.
        if (total > type(uint80).max) revert StakeAboveLimit(total, type(uint80).max);

        _accounts[msg.sender].stake += uint80(msg.value);
        totalStake = total;
        raisedAt[msg.sender] = uint40(block.timestamp);

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

    /// @inheritdoc INodeStakes
    function accounts(address account) external view returns (Account memory) {
        return _accounts[account];
    }

    /// @inheritdoc INodeStakes
    function unbonding(address operator) external view returns (Unbonding memory) {
        return _unbonding[operator];
    }

    /// @dev Puts `bond` of the operator's free stake behind a lot.
    function _lock(address operator, uint256 bond) internal {
        Account memory account = _accounts[operator];
        _requireFree(account, bond);
        // What is free fits 80 bits, so the bond does.
        _accounts[operator].locked = account.locked + uint80(bond);
    }

    /// @dev Releases a lot's bond and credits its pay, in one write.
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

    function _requireFree(Account memory account, uint256 amount) private pure {
        uint256 free = account.stake - account.locked;
        if (free < amount) revert StakeTooLow(free, amount);
    }
}
