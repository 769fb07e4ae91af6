// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Wei rules of an offer. Twin of `offer.ts`; both are held to the same vectors.
library Offer {
    uint256 private constant BOND_FACTOR = 5;
    uint256 private constant LATE_FEE_DIVISOR = 4;
    uint256 private constant WHOLE_BPS = 10_000;

    /// The highest price whose bond still fits the 80 bits in which stake is counted: about 240,000 ether.
    uint256 internal constant MAX_PRICE = type(uint80).max / BOND_FACTOR;

    /// @notice Price after `openSeconds` of being open: rises from min to max over the ramp, then stays.
    /// @dev Prices fit 96 bits and times 32, and post has refused min above max: nothing overflows.
    function priceAt(uint256 minPrice, uint256 maxPrice, uint256 rampSeconds, uint256 openSeconds)
        internal
        pure
        returns (uint256)
    {
        if (openSeconds >= rampSeconds) return maxPrice;
        unchecked {
            return minPrice + (maxPrice - minPrice) * openSeconds / rampSeconds;
        }
    }

    /// @notice A lot's part of an amount, by tiles; the remainder of the division stays with the artist.
    /// @dev Amounts fit 96 bits and tiles 32.
    function lotShare(uint256 amount, uint256 lotTiles, uint256 tiles) internal pure returns (uint256) {
        unchecked {
            return amount * lotTiles / tiles;
        }
    }

    /// @notice What a claim locks: five times the lot's share of the highest price.
    function bond(uint256 shareOfMaxPrice) internal pure returns (uint256) {
        return shareOfMaxPrice * BOND_FACTOR;
    }

    /// @notice What lateness costs: a quarter of the lot's share of the highest price.
    function lateFee(uint256 shareOfMaxPrice) internal pure returns (uint256) {
        return shareOfMaxPrice / LATE_FEE_DIVISOR;
    }

    /// @notice Splits a lot's share of the escrow at its frozen price; the three parts add up to the share.
    function settle(uint256 shareOfMaxPrice, uint256 price, uint256 protocolFeeBps)
        internal
        pure
        returns (uint256 operatorPay, uint256 protocolFee, uint256 artistRefund)
    {
        protocolFee = price * protocolFeeBps / WHOLE_BPS;
        operatorPay = price - protocolFee;
        artistRefund = shareOfMaxPrice - price;
    }
}
