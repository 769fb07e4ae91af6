// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Series} from "../types/Series.sol";

/// @notice What a work of a series costs. Twin of `drop.ts`.
library DropPrice {
    /// @notice The price at a second: falls in a line from the start to the floor, and stays there. Rounded up.
    /// @dev Prices fit 96 bits and seconds 40, and opening has refused a floor above the start and a fall of 0 seconds.
    function priceAt(Series memory series, uint256 second) internal pure returns (uint256) {
        if (second <= series.startsAt) return series.startPrice;
        unchecked {
            uint256 passed = second - series.startsAt;
            if (passed >= series.fallSeconds) return series.floorPrice;
            return series.startPrice - uint256(series.startPrice - series.floorPrice) * passed / series.fallSeconds;
        }
    }

    /// @notice What everybody pays in the end: the price of the last work if all were sold, else the floor.
    /// @param soldOutAt Unix seconds; 0 if there are works left.
    function clearingPrice(Series memory series, uint256 soldOutAt) internal pure returns (uint256) {
        return soldOutAt == 0 ? series.floorPrice : priceAt(series, soldOutAt);
    }
}
