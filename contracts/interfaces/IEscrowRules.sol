// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FinalityClass} from "../types/FinalityClass.sol";
import {IEscrowEvents} from "./IEscrowEvents.sol";
import {IGraphitiArt} from "./IGraphitiArt.sol";
import {IServiceRegistry} from "./IServiceRegistry.sol";

/// @title What a deployment of the escrow fixes for good
interface IEscrowRules is IEscrowEvents {
    function finalityClasses() external view returns (FinalityClass[] memory);

    /// @notice The shortest `claimSeconds` that an order may ask for when its largest lot has so many tiles.
    function minClaimSeconds(uint256 tiles) external view returns (uint256);

    function art() external view returns (IGraphitiArt);

    function registry() external view returns (IServiceRegistry);

    /// @notice Who is credited the protocol fee.
    function treasury() external view returns (address);

    /// @notice Settles disputes; 0 while there is none.
    function referee() external view returns (address);

    /// @notice Hundredths of a percent of a lot's price.
    function PROTOCOL_FEE_BPS() external view returns (uint16);

    function MAX_LOTS() external view returns (uint16);

    function MAX_ATTESTERS() external view returns (uint8);

    /// @notice Seals that a lot takes beyond those that were asked for.
    function SPARE_SEATS() external view returns (uint8);

    /// @notice Most jobs or lots in one call: as many as the largest job has lots, so that one call ends them all.
    function MAX_BATCH() external view returns (uint8);
}
