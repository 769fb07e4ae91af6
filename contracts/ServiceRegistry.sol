// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {CidText} from "./libraries/CidText.sol";
import {Service} from "./types/Service.sol";

/// @dev Documented in {IServiceRegistry}.
contract ServiceRegistry is IServiceRegistry {
    mapping(uint32 id => Service) private _services;

    /// @inheritdoc IServiceRegistry
    uint32 public serviceCount;

    /// @inheritdoc IServiceRegistry
    function register(Service calldata service, string calldata modelCid) external returns (uint32 id) {
        CidText.requireLength(modelCid);
        if (
            service.kind == 0 || service.scale == 0 || service.tileCore == 0 || service.channels == 0
                || service.modelDigest == 0
        ) revert ServiceIncomplete(service);

        id = ++serviceCount;
        _services[id] = service;

        emit ServiceRegistered(id, msg.sender, service, modelCid);
    }

    /// @inheritdoc IServiceRegistry
    function serviceOf(uint32 id) external view returns (Service memory service) {
        service = _services[id];
        if (service.kind == 0) revert UnknownService(id);
    }

    /// @inheritdoc IServiceRegistry
    function tileCoreOf(uint32 id) external view returns (uint16 tileCore) {
        tileCore = _services[id].tileCore;
        if (tileCore == 0) revert UnknownService(id);
    }
}
