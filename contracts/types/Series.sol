// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What an artist sells: so many works of one generating service, each with a seed of its own.
struct Series {
    /// A service of kind 2.
    uint32 serviceId;
    /// Pixels. The tiles of a work fit one lot.
    uint32 width;
    uint32 height;
    /// The last 16 of the 32 bytes of parameters, the same for all works; the first 16 become the seed.
    bytes16 look;
    /// SHA-256 of the canonical art card.
    bytes32 cardDigest;
    /// How many works there are.
    uint16 supply;
    /// How many of them one account may buy.
    uint16 walletCap;
    /// Wei for one work at `startsAt`.
    uint96 startPrice;
    /// Wei for one work from `startsAt + fallSeconds` on. Computing it is a part of the price.
    uint96 floorPrice;
    /// Seconds in which the price falls; never 0, and over before the sale is.
    uint32 fallSeconds;
    /// Unix seconds. Works are sold from `startsAt` to the second before `endsAt`.
    uint40 startsAt;
    uint40 endsAt;
    /// Before this second only who is under `allowRoot` may buy.
    uint40 allowEndsAt;
    /// Root of OpenZeppelin's StandardMerkleTree over ["address"]; 0 for no list.
    bytes32 allowRoot;
    /// ERC-2981 royalty of each work to the artist, in hundredths of a percent, at most 1000.
    uint16 royaltyBps;
    Computing computing;
}

/// @notice What the job of each work asks for. See {Order}, which has the same names.
struct Computing {
    uint96 minPrice;
    uint96 maxPrice;
    uint32 rampSeconds;
    uint32 claimSeconds;
    uint8 finalityClass;
    uint8 attesters;
    uint16 sampleTiles;
    /// Seconds from a job's post to its deadline.
    uint32 deadlineSeconds;
}
