// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The one ledger: everybody who has money here has one slot. All amounts in wei.
struct Account {
    /// What an operator put in, less late fees.
    uint80 stake;
    /// The part of the stake that stands for lots in flight.
    uint80 locked;
    /// What `withdraw` pays out.
    uint96 credit;
}

/// @notice Stake on its way out.
struct Unbonding {
    uint80 amount;
    /// Unix seconds from which it can be taken.
    uint40 readyAt;
}

/// @notice What the draw needs to know of an operator.
struct Standing {
    /// Unix seconds at which it last added to its stake.
    uint40 raisedAt;
    /// In order of their first stake, from 1; 0 for who never staked.
    uint32 number;
}
