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
