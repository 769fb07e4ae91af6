// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IOffers} from "../interfaces/IOffers.sol";
import {Offer, SaleKind, SignedOffer} from "../types/Sale.sol";
import {Consents} from "./Consents.sol";

/// @dev Documented in {IOffers}.
abstract contract Offers is Consents {
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "Offer(address maker,address collection,bytes32 tokensRoot,uint96 amount,uint40 expiresAt,uint256 nonce)"
    );

    mapping(address collection => mapping(uint256 tokenId => mapping(address maker => Offer))) private _offers;

    /// @inheritdoc IOffers
    function makeOffer(address collection, uint256 tokenId, uint40 expiresAt) external payable {
        _requireBefore(expiresAt);
        // All ether there is fits 96 bits.
        uint96 amount = _offers[collection][tokenId][msg.sender].amount + uint96(msg.value);
        if (amount == 0) revert PriceIsZero();

        _offers[collection][tokenId][msg.sender] = Offer(amount, expiresAt);

        emit OfferMade(collection, tokenId, msg.sender, amount, expiresAt);
    }

    /// @inheritdoc IOffers
    function cancelOffer(address collection, uint256 tokenId, address maker) external nonReentrant {
        Offer memory offer = _takeOffer(collection, tokenId, maker);
        if (msg.sender != maker && block.timestamp < offer.expiresAt) revert NotTheMaker(msg.sender, maker);

        emit OfferCanceled(collection, tokenId, maker, offer.amount);
        _push(maker, offer.amount);
    }

    /// @inheritdoc IOffers
    function acceptOffer(
        address collection,
        uint256 tokenId,
        address maker,
        uint256 minAmount,
        address referrer,
        uint16 referrerBps
    ) external nonReentrant {
        Offer memory offer = _takeOffer(collection, tokenId, maker);
        _requireBefore(offer.expiresAt);
        Sale memory sale = Sale(
            SaleKind.Offer, collection, tokenId, msg.sender, maker, offer.amount, referrer, referrerBps
        );
        _requireAccepted(sale, minAmount);

        // From the caller: nobody can sell what is another's.
        _deliver(sale, msg.sender);
        _settleInEther(sale);
    }

    /// @inheritdoc IOffers
    function acceptSignedOffer(
        SignedOffer calldata offer,
        bytes calldata signature,
        uint256 tokenId,
        bytes32[] calldata proof,
        uint256 minAmount,
        address referrer,
        uint16 referrerBps
    ) external nonReentrant {
        _requireBefore(offer.expiresAt);
        if (offer.tokensRoot != 0 && !MerkleProof.verifyCalldata(proof, offer.tokensRoot, _leafOf(tokenId))) {
            revert OutsideTheSet(tokenId);
        }
        Sale memory sale = Sale(
            SaleKind.SignedOffer,
            offer.collection,
            tokenId,
            msg.sender,
            offer.maker,
            offer.amount,
            referrer,
            referrerBps
        );
        _requireAccepted(sale, minAmount);
        _useSignature(offer.maker, offer.nonce, keccak256(abi.encode(OFFER_TYPEHASH, offer)), signature);

        _deliver(sale, msg.sender);
        _settleInWeth(sale);
    }

    /// @inheritdoc IOffers
    function offerOf(address collection, uint256 tokenId, address maker) external view returns (Offer memory) {
        return _offers[collection][tokenId][maker];
    }

    function _takeOffer(address collection, uint256 tokenId, address maker) private returns (Offer memory offer) {
        offer = _offers[collection][tokenId][maker];
        if (offer.amount == 0) revert NoOffer(collection, tokenId, maker);
        delete _offers[collection][tokenId][maker];
    }

    function _requireAccepted(Sale memory sale, uint256 minAmount) private pure {
        if (sale.price < minAmount) revert OfferTooLow(sale.price, minAmount);
        if (sale.price == 0) revert PriceIsZero();
        _requireReferrerBps(sale.referrerBps);
    }

    /// @dev As OpenZeppelin's StandardMerkleTree hashes its leaves: twice, so that no node passes for one.
    function _leafOf(uint256 tokenId) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(tokenId))));
    }
}
