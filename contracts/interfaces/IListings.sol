// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Listing, SignedListing} from "../types/Sale.sol";

/// @title Fixed prices
/// @notice A listed token stays with its owner. A listing is good only as long as the owner's consent stands: of one
/// of our works, as long as it has not moved since (even if it came back); of a token of another collection, as long
/// as the market is approved for that very token, which every ERC-721 ends with a transfer. A listing of a foreign
/// token that its former owner buys back and approves again is good again, until it expires or is taken back.
interface IListings {
    event Listed(
        address indexed collection,
        uint256 indexed tokenId,
        address indexed seller,
        uint96 price,
        uint40 expiresAt,
        uint32 transfers,
        uint16 referrerBps
    );
    event Unlisted(address indexed collection, uint256 indexed tokenId, address indexed seller);
    /// @dev All nonces `wordIndex * 256 + i`, for each bit i of `mask`, are spent.
    event NoncesCanceled(address indexed account, uint256 wordIndex, uint256 mask);
    event NonceSpent(address indexed account, uint256 nonce);

    error PriceIsZero();
    error NotTheOwner(address caller, address owner);
    error NotListed(address collection, uint256 tokenId, address owner);
    /// @dev Nobody can use it from `expiredAt` on.
    error Expired(uint256 expiredAt);
    error TooEarly(uint256 opensAt);
    /// @dev The work moved since its owner consented.
    error TokenMoved(uint256 tokenId, uint256 transfers, uint256 consentedAt);
    /// @dev A foreign token needs the market's approval for itself, not for all of its owner's.
    error NotApproved(address collection, uint256 tokenId);
    error PriceTooHigh(uint256 price, uint256 limit);
    error ValueTooLow(uint256 sent, uint256 price);
    error NonceIsSpent(address account, uint256 nonce);
    error SignatureInvalid(address signer);

    /// @notice Offers the caller's token at a price, in place of any listing of the caller's before.
    /// @param referrerBps Part of the price for whoever brings the buyer, hundredths of a percent.
    function list(address collection, uint256 tokenId, uint96 price, uint40 expiresAt, uint16 referrerBps) external;

    /// @notice Takes the caller's listing back.
    function unlist(address collection, uint256 tokenId) external;

    /// @notice Buys a listed token from its owner. What `msg.value` has above the price goes back.
    /// @param maxPrice Wei; the call reverts if the price is higher.
    /// @param recipient Gets the token; its code is not asked.
    /// @param referrer Gets what the seller promised for the buyer; 0 for nobody.
    function buy(address collection, uint256 tokenId, uint256 maxPrice, address recipient, address referrer)
        external
        payable;

    /// @notice Buys at a listing that its seller signed (EIP-712, or ERC-1271 where the seller is a contract).
    /// Else as {buy}.
    function buySigned(
        SignedListing calldata listing,
        bytes calldata signature,
        uint256 maxPrice,
        address recipient,
        address referrer
    ) external payable;

    /// @notice Spends nonces of the caller's, so that nothing signed with them is good any more.
    /// @param wordIndex The nonces' number divided by 256.
    /// @param mask A bit for each of the 256.
    function cancelNonces(uint256 wordIndex, uint256 mask) external;

    /// @notice A seller's listing as it stands; says nothing of whether it is still good.
    function listingOf(address collection, uint256 tokenId, address seller) external view returns (Listing memory);

    /// @notice 256 nonces of an account, a bit set for each that is spent.
    function nonceWord(address account, uint256 wordIndex) external view returns (uint256);
}
