// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Series} from "../types/Series.sol";
import {Order, Work} from "../types/Terms.sol";
import {IJobEscrow} from "./IJobEscrow.sol";

/// @title Where drops are opened
/// @notice By anybody, for a fee of nothing. Every drop is a contract of its own, so that no drop's money can be
/// touched by another. The factory has no owner, holds no money and has no say in a drop once it is open.
interface IDropFactory {
    /// @dev Who has this event and those of {ISeriesDrop} and the escrow knows all state.
    event DropOpened(address indexed drop, address indexed artist, Series series);

    error NotAGenerator(uint256 serviceId, uint256 kind);
    error SupplyOutOfRange(uint256 supply, uint256 max);
    error WalletCapIsZero();
    /// @dev The floor must be at least the highest price of computing, the start at least the floor.
    error SalePriceOutOfRange(uint256 startPrice, uint256 floorPrice, uint256 least, uint256 limit);
    error StartOutOfRange(uint256 startsAt, uint256 earliest, uint256 latest);
    error EndOutOfRange(uint256 endsAt, uint256 earliest, uint256 latest);
    error FallIsZero();

    /// @notice Opens a drop of the caller's. Nothing about it can be changed, and it cannot be called off.
    /// @dev Refuses whatever could later make the escrow refuse the job of a work; that leaves the escrow's pause,
    /// after which buyers are paid back. The look is not checked: what bytes a service takes, only nodes know, and
    /// a series that nobody can compute is paid back too.
    /// @return drop See {ISeriesDrop}.
    function open(Series calldata series) external returns (address drop);

    /// @notice Reverts, with the escrow's own error, unless the escrow would take this job now, it fits one lot, and
    /// two spans fit before its deadline: so a node that fails leaves the time for another.
    function requireJob(Order calldata order, Work calldata work) external view;

    function escrow() external view returns (IJobEscrow);

    /// @notice Whose code all drops run.
    function implementation() external view returns (address);

    /// @notice Most works of a series.
    function MAX_SUPPLY() external view returns (uint16);

    /// @notice Longest time from opening to the start of the sale.
    function MAX_LEAD_SECONDS() external view returns (uint32);

    /// @notice Longest sale: what is paid too much comes back after it.
    function MAX_SALE_SECONDS() external view returns (uint32);
}
