// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How a sale came about.
enum SaleKind {
    Listing,
    SignedListing,
    Offer,
    SignedOffer,
    Auction
}

/// @notice A fixed price at which the owner of a token sells it. One slot.
struct Listing {
    /// Wei; 0 where there is no listing.
    uint96 price;
    /// Unix seconds from which nobody can buy.
    uint40 expiresAt;
    /// The token's transfer count when it was listed; 0 for a token of another collection.
    uint32 transfers;
    /// Part of the price for whoever brings the buyer, in hundredths of a percent.
    uint16 referrerBps;
}

/// @notice A listing that its seller signed, and that is nowhere on chain before somebody buys.
struct SignedListing {
    address seller;
    address collection;
    uint256 tokenId;
    uint96 price;
    uint40 startsAt;
    uint40 expiresAt;
    uint32 transfers;
    uint16 referrerBps;
    /// Any number that the seller has not used; it is spent by the sale, or by `cancelNonces`.
    uint256 nonce;
}

/// @notice Ether that stands for a wish to buy one token. One slot.
struct Offer {
    /// Wei.
    uint96 amount;
    /// Unix seconds from which it cannot be accepted.
    uint40 expiresAt;
}

/// @notice A wish to buy any one token of a set for wrapped ether, which stays in the maker's wallet meanwhile.
struct SignedOffer {
    address maker;
    address collection;
    /// Root of an OpenZeppelin `StandardMerkleTree` over `(uint256 tokenId)`; 0 stands for the whole collection.
    bytes32 tokensRoot;
    uint96 amount;
    uint40 expiresAt;
    /// As of {SignedListing}.
    uint256 nonce;
}

/// @notice An English auction. Two slots; a bid that does not extend it writes one.
struct Auction {
    /// 0 before the first bid.
    address bidder;
    /// Wei: the reserve before the first bid, the highest bid from then on.
    uint96 amount;
    address seller;
    /// Unix seconds; 0 before the first bid.
    uint40 endsAt;
    /// The token's transfer count when the auction was opened.
    uint32 transfers;
    uint24 durationSeconds;
}
