// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Series} from "../types/Series.sol";
import {Order, Work} from "../types/Terms.sol";
import {OrderRules} from "./OrderRules.sol";

/// @notice The job that computes one work of a series.
library SeriesJob {
    /// @notice The seed of a work: nobody knows it before the block is there.
    function seedOf(address drop, uint256 index, bytes32 blockHash) internal pure returns (bytes16) {
        return bytes16(keccak256(abi.encode(drop, index, blockHash)));
    }

    /// @notice A job that is posted now. One lot holds all tiles, so that a job that fails gives back its whole price.
    function orderOf(Series memory series, address artist, address buyer) internal view returns (Order memory) {
        return Order({
            // 40 bits last for 34,000 years, 32 for 136.
            deadline: uint40(block.timestamp + series.computing.deadlineSeconds),
            tilesPerLot: uint16(OrderRules.MAX_TILES_PER_LOT),
            minPrice: series.computing.minPrice,
            maxPrice: series.computing.maxPrice,
            rampSeconds: series.computing.rampSeconds,
            claimSeconds: series.computing.claimSeconds,
            finalityClass: series.computing.finalityClass,
            attesters: series.computing.attesters,
            sampleTiles: series.computing.sampleTiles,
            recipient: buyer,
            royaltyBps: series.royaltyBps,
            royaltyReceiver: artist,
            operatorShareBps: 0
        });
    }

    /// @notice The parameters are the input, as one tile. Twin of `params-input.ts`.
    function workOf(Series memory series, bytes16 seed) internal pure returns (Work memory) {
        bytes32 params = bytes32(bytes.concat(seed, series.look));
        bytes32 inputDigest = sha256(abi.encode(params));
        return Work({
            serviceId: series.serviceId,
            width: series.width,
            height: series.height,
            hasAlpha: false,
            params: params,
            inputRoot: keccak256(abi.encode(uint256(0), inputDigest)),
            inputDigest: inputDigest,
            cardDigest: series.cardDigest
        });
    }
}
