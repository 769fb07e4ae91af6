// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What the artist asks for. Sent again with every call, so it holds only what calls need.
struct Order {
    /// Unix seconds. Nobody can claim unless a whole span (claim, window, grace) still fits before it.
    uint40 deadline;
    /// Tiles per lot, 1 to 128.
    uint16 tilesPerLot;
    /// Wei, for the whole job, at the moment it opens.
    uint96 minPrice;
    /// Wei, for the whole job, once it has been open for `rampSeconds`. The escrowed amount.
    uint96 maxPrice;
    /// Seconds of being open in which the price rises from min to max; never 0.
    uint32 rampSeconds;
    /// Seconds an operator has from claim to submit.
    uint32 claimSeconds;
    /// Index into `finalityClasses()`.
    uint8 finalityClass;
    /// Attesters wanted per lot.
    uint8 attesters;
    /// Tiles that an attester checks.
    uint16 sampleTiles;
    /// Who gets the token.
    address recipient;
    /// ERC-2981 royalty, in hundredths of a percent, at most 1000.
    uint16 royaltyBps;
    /// Who gets the royalty; may be 0 only when `royaltyBps` is.
    address royaltyReceiver;
    /// The part of each sale for the operators that computed the work, in hundredths of a percent, at most 500.
    uint16 operatorShareBps;
}

/// @notice What only nodes, and one day a referee, need: emitted once, kept by hash.
struct Work {
    uint32 serviceId;
    /// Pixels of the input.
    uint32 width;
    uint32 height;
    /// Alpha doubles the tiles.
    bool hasAlpha;
    /// Service-defined, 0 for an upscaler.
    bytes32 params;
    /// Merkle root over the digests of the haloed input tiles.
    bytes32 inputRoot;
    /// SHA-256 of the canonical input file.
    bytes32 inputDigest;
    /// SHA-256 of the canonical art card.
    bytes32 cardDigest;
}

/// @notice A job as it was bound at post.
struct Terms {
    address artist;
    /// Unix seconds of the post.
    uint40 postedAt;
    /// Tiles of the whole job, alpha included.
    uint32 tiles;
    /// `keccak256(abi.encode(work))`.
    bytes32 workHash;
    Order order;
}
