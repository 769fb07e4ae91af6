// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account, Standing, Unbonding} from "../types/Account.sol";

/// @title Operators, their stake and their machine keys
/// @notice An operator is a wallet: it stakes, has locks and credit, and withdraws. It authorises machine keys,
/// which make calls for it and hold nothing but gas. Losing a machine key loses no stake: stop it, register
/// another; work in flight goes on under the new one.
interface INodeStakes {
    event Staked(address indexed operator, uint256 amount);
    event UnstakeRequested(address indexed operator, uint256 amount, uint256 readyAt);
    event Unstaked(address indexed operator, address to, uint256 amount);
    event KeyRegistered(address indexed operator, address indexed key);
    event KeyStopped(address indexed operator, address indexed key);

    error AmountIsZero();
    error AddressIsZero();
    /// @dev All stake together is counted in 80 bits.
    error StakeAboveLimit(uint256 totalStake, uint256 limit);
    error StakeTooLow(uint256 free, uint256 needs);
    /// @dev The caller is nobody's machine key.
    error NotAKey(address caller);
    /// @dev `operator` is whose key the caller is (0 for nobody's), `wants` whose it would have to be.
    error NotTheOperator(address operator, address wants);
    error KeyTaken(address key, address operator);
    error ConsentExpired(uint256 deadline);
    /// @dev The signature is not the key's, or not for this operator, nonce, deadline, chain and contract.
    error ConsentInvalid(address key);
    error TooEarly(uint256 opensAt);
    error TransferFailed(address to);

    /// @notice Adds to the caller's stake.
    function stake() external payable;

    /// @notice Takes free stake out of the ledger; it can be taken home after `UNSTAKE_SECONDS`.
    /// @dev A second request before that adds to the first and starts its wait again.
    function requestUnstake(uint80 amount) external;

    /// @notice Pays out what was requested.
    function unstake(address to) external;

    /// @notice Makes `key` a machine key of the caller.
    /// @param deadline Unix seconds until which the consent is good, inclusive.
    /// @param signature By the key, EIP-712 over `MachineKeyConsent(address operator,address key,uint256 nonce,
    /// uint256 deadline)` with the domain {name "Graphiti JobEscrow", version "1", chainId, verifyingContract}.
    /// A key is an externally owned account: signatures of contracts are not understood.
    function registerKey(address key, uint256 deadline, bytes calldata signature) external;

    /// @notice Ends a key's authority at once, and all consents it has signed. By its operator or by itself.
    function stopKey(address key) external;

    /// @notice The ledger.
    function accounts(address account) external view returns (Account memory);

    function unbonding(address operator) external view returns (Unbonding memory);

    /// @notice The operator that `key` calls for, or 0.
    function operatorOf(address key) external view returns (address);

    /// @notice The nonce that the key's next consent must carry.
    function keyNonce(address key) external view returns (uint256);

    /// @notice When the operator last added to its stake, and its number.
    function standings(address operator) external view returns (Standing memory);

    /// @notice How many have ever staked; the last one's number.
    function operatorCount() external view returns (uint256);

    /// @notice The operator with a number, from 1. Reverts for a number that nobody has.
    function operatorAt(uint32 number) external view returns (address);

    /// @notice Wei of stake of all operators together, without what is unbonding.
    function totalStake() external view returns (uint256);

    /// @notice How long unstaking waits: longer than any lot can be in flight after its submit.
    function UNSTAKE_SECONDS() external view returns (uint256);
}
