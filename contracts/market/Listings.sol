// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IListings} from "../interfaces/IListings.sol";
import {Listing, SaleKind, SignedListing} from "../types/Sale.sol";
import {Consents} from "./Consents.sol";

/// @dev Documented in {IListings}.
abstract contract Listings is Consents {
    bytes32 private constant LISTING_TYPEHASH = keccak256(
        "Listing(address seller,address collection,uint256 tokenId,uint96 price,uint40 startsAt,uint40 expiresAt,"
        "uint32 transfers,uint16 referrerBps,uint256 nonce)"
    );

    mapping(address collection => mapping(uint256 tokenId => mapping(address seller => Listing))) private _listings;

    /// @inheritdoc IListings
    function list(address collection, uint256 tokenId, uint96 price, uint40 expiresAt, uint16 referrerBps) external {
        _requireOwner(collection, tokenId);
        if (price == 0) revert PriceIsZero();
        _requireBefore(expiresAt);
        _requireReferrerBps(referrerBps);
        uint32 transfers = _transfersOf(collection, tokenId);

        _listings[collection][tokenId][msg.sender] = Listing(price, expiresAt, transfers, referrerBps);

        emit Listed(collection, tokenId, msg.sender, price, expiresAt, transfers, referrerBps);
    }

    /// @inheritdoc IListings
    function unlist(address collection, uint256 tokenId) external {
        if (_listings[collection][tokenId][msg.sender].price == 0) revert NotListed(collection, tokenId, msg.sender);

        delete _listings[collection][tokenId][msg.sender];

        emit Unlisted(collection, tokenId, msg.sender);
    }

    /// @inheritdoc IListings
    function buy(address collection, uint256 tokenId, uint256 maxPrice, address recipient, address referrer)
        external
        payable
        nonReentrant
    {
        address seller = IERC721(collection).ownerOf(tokenId);
        Listing memory listing = _listings[collection][tokenId][seller];
        if (listing.price == 0) revert NotListed(collection, tokenId, seller);
        _requireBefore(listing.expiresAt);
        _requireStanding(collection, tokenId, listing.transfers);

        delete _listings[collection][tokenId][seller];

        Sale memory sale = Sale(
            SaleKind.Listing, collection, tokenId, seller, recipient, listing.price, referrer, listing.referrerBps
        );
        _sell(sale, maxPrice);
    }

    /// @inheritdoc IListings
    function buySigned(
        SignedListing calldata listing,
        bytes calldata signature,
        uint256 maxPrice,
        address recipient,
        address referrer
    ) external payable nonReentrant {
        if (listing.price == 0) revert PriceIsZero();
        if (block.timestamp < listing.startsAt) revert TooEarly(listing.startsAt);
        _requireBefore(listing.expiresAt);
        _requireReferrerBps(listing.referrerBps);
        _requireStanding(listing.collection, listing.tokenId, listing.transfers);
        bytes32 structHash = keccak256(abi.encode(LISTING_TYPEHASH, listing));
        _useSignature(listing.seller, listing.nonce, structHash, signature);

        Sale memory sale = Sale(
            SaleKind.SignedListing,
            listing.collection,
            listing.tokenId,
            listing.seller,
            recipient,
            listing.price,
            referrer,
            listing.referrerBps
        );
        _sell(sale, maxPrice);
    }

    /// @inheritdoc IListings
    function listingOf(address collection, uint256 tokenId, address seller) external view returns (Listing memory) {
        return _listings[collection][tokenId][seller];
    }

    function _sell(Sale memory sale, uint256 maxPrice) private {
        if (sale.price > maxPrice) revert PriceTooHigh(sale.price, maxPrice);
        if (msg.value < sale.price) revert ValueTooLow(msg.value, sale.price);

        _deliver(sale, sale.seller);
        _settleInEther(sale);
        _push(msg.sender, msg.value - sale.price);
    }
}
