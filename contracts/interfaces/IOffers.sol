// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, SignedOffer} from "../types/Sale.sol";

/// @title Offers to buy
/// @notice Ether on one token, kept here until it is accepted or taken back; or a signature about wrapped ether, for
/// any one token of a set.
interface IOffers {
    /// @param amount Wei, all that the offer stands for now.
    event OfferMade(
        address indexed collection, uint256 indexed tokenId, address indexed maker, uint96 amount, uint40 expiresAt
    );
    event OfferCanceled(
        address indexed collection, uint256 indexed tokenId, address indexed maker, uint96 amount
    );

    error NoOffer(address collection, uint256 tokenId, address maker);
    error NotTheMaker(address caller, address maker);
    /// @dev The offer is below what the seller wants.
    error OfferTooLow(uint256 amount, uint256 wants);
    error OutsideTheSet(uint256 tokenId);

    /// @notice Offers `msg.value` for a token, beside what the caller's offer for it already holds.
    /// @param expiresAt Unix seconds; takes the place of the earlier one.
    function makeOffer(address collection, uint256 tokenId, uint40 expiresAt) external payable;

    /// @notice Gives an offer's ether back to its maker. By the maker at any time, by anybody once it has expired.
    function cancelOffer(address collection, uint256 tokenId, address maker) external;

    /// @notice Sells the caller's token to who made an offer. The market must be approved for it.
    /// @param minAmount Wei; the call reverts if the offer is lower.
    /// @param referrer Gets `referrerBps` of the price out of the caller's part; 0 for nobody.
    function acceptOffer(
        address collection,
        uint256 tokenId,
        address maker,
        uint256 minAmount,
        address referrer,
        uint16 referrerBps
    ) external;

    /// @notice Sells the caller's token to who signed an offer. The maker must have allowed the market its wrapped
    /// ether.
    /// @param proof That the token is in the offer's set; empty where it is the whole collection.
    function acceptSignedOffer(
        SignedOffer calldata offer,
        bytes calldata signature,
        uint256 tokenId,
        bytes32[] calldata proof,
        uint256 minAmount,
        address referrer,
        uint16 referrerBps
    ) external;

    function offerOf(address collection, uint256 tokenId, address maker) external view returns (Offer memory);
}
