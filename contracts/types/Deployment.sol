// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGraphitiArt} from "../interfaces/IGraphitiArt.sol";
import {IServiceRegistry} from "../interfaces/IServiceRegistry.sol";
import {ClaimPace, FinalityClass} from "./FinalityClass.sol";

/// @notice What an escrow is deployed with, for good.
struct Deployment {
    IServiceRegistry registry;
    /// Already names the escrow's address as its minter.
    IGraphitiArt art;
    /// Is credited the protocol fee.
    address treasury;
    /// Hundredths of a percent of a lot's price, at most 500.
    uint16 protocolFeeBps;
    /// One to four; an order names one by its index.
    FinalityClass[] classes;
    ClaimPace claimPace;
    address owner;
}
