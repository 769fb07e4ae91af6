// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Wei rules of an offer. Twin of `offer.ts`; both are held to the same vectors.
library Offer {
    uint256 private constant BOND_FACTOR = 5;
    uint256 private constant LATE_FEE_DIVISOR = 4;
    uint256 private constant ATTESTERS_DIVISOR = 10;
    uint256 private constant WHOLE_BPS = 10_000;
    /// Of a job of several lots, in hundredths.
    uint256 private constant ASSEMBLY_PART = 5;
    uint256 private constant TILES_PART = 95;
    uint256 private constant WHOLE = 100;

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

    /// @notice A tile lot's part of an amount, by tiles, in a job that also has an assembly lot.
    /// @dev Amounts fit 96 bits and tiles 32.
    function tileLotPart(uint256 amount, uint256 lotTiles, uint256 tiles) internal pure returns (uint256) {
        unchecked {
            return amount * TILES_PART * lotTiles / (WHOLE * tiles);
        }
    }

    /// @notice The assembly lot's part of a price.
    function assemblyPart(uint256 price) internal pure returns (uint256) {
        unchecked {
            return price * ASSEMBLY_PART / WHOLE;
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

    /// @notice What the attesters of a lot can earn together, at its frozen price.
    function attestersPot(uint256 price) internal pure returns (uint256) {
        return price / ATTESTERS_DIVISOR;
    }

    /// @notice One attester's pay: its part of the pot falls with time, from the whole to a quarter at the end of
    /// the window, and stays there.
    /// @param age Seconds from submit to attestation.
    /// @param window Seconds; never 0.
    /// @param attesters How many were asked for; never 0.
    function attesterPay(uint256 pot, uint256 age, uint256 window, uint256 attesters)
        internal
        pure
        returns (uint256)
    {
        uint256 quarters = age < window ? 4 * window - 3 * age : window;
        return pot * quarters / (4 * window * attesters);
    }

    function protocolFee(uint256 price, uint256 protocolFeeBps) internal pure returns (uint256) {
        return price * protocolFeeBps / WHOLE_BPS;
    }
}
