// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Service} from "../types/Service.sol";

/// @title The append-only list of services
/// @notice Open to anybody; galleries and nodes show curated lists, the chain does not. Nobody can change or
/// remove an entry, so a job that names an id pins the model, its geometry and its probe for good.
interface IServiceRegistry {
    event ServiceRegistered(uint32 indexed id, address indexed registrant, Service service, string modelCid);

    error UnknownService(uint32 id);
    /// @dev Kind, scale, tileCore, channels and modelDigest must not be 0.
    error ServiceIncomplete(Service service);

    /// @notice Adds a service; the same service may be registered twice and then has two ids.
    /// @param modelCid Content id under which the model's bytes are found; only emitted.
    /// @return id Counted from 1.
    function register(Service calldata service, string calldata modelCid) external returns (uint32 id);

    /// @dev Reverts with {UnknownService}.
    function serviceOf(uint32 id) external view returns (Service memory);

    /// @notice The one field that pricing a job needs. Reverts with {UnknownService}.
    function tileCoreOf(uint32 id) external view returns (uint16);

    /// @notice How many services there are; the last one's id.
    function serviceCount() external view returns (uint32);
}
