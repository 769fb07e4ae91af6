// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAuctions} from "../interfaces/IAuctions.sol";
import {Auction, SaleKind} from "../types/Sale.sol";
import {Consents} from "./Consents.sol";

/// @dev Documented in {IAuctions}.
abstract contract Auctions is Consents {
    /// @dev A bid is at least this part of the highest one above it.
    uint256 private constant RAISE_DIVISOR = 20;
    /// @inheritdoc IAuctions
    uint256 public constant EXTENSION_SECONDS = 15 minutes;
    /// @inheritdoc IAuctions
    uint256 public constant MIN_DURATION_SECONDS = EXTENSION_SECONDS;
    /// @inheritdoc IAuctions
    uint256 public constant MAX_DURATION_SECONDS = 90 days;

    mapping(uint256 tokenId => Auction) private _auctions;

    /// @inheritdoc IAuctions
    function openAuction(uint256 tokenId, uint96 reserve, uint24 durationSeconds) external {
        // The owner of a work with bids is the market.
        _requireOwner(address(ART), tokenId);
        if (reserve == 0) revert PriceIsZero();
        if (durationSeconds < MIN_DURATION_SECONDS || durationSeconds > MAX_DURATION_SECONDS) {
            revert DurationOutOfRange(durationSeconds, MIN_DURATION_SECONDS, MAX_DURATION_SECONDS);
        }
        uint32 transfers = _transfersOf(address(ART), tokenId);

        _auctions[tokenId] = Auction(address(0), reserve, msg.sender, 0, transfers, durationSeconds);

        emit AuctionOpened(tokenId, msg.sender, reserve, durationSeconds, transfers);
    }

    /// @inheritdoc IAuctions
    function cancelAuction(uint256 tokenId) external {
        Auction memory auction = _auctionOf(tokenId);
        if (msg.sender != auction.seller) revert NotTheSeller(msg.sender, auction.seller);
        if (auction.bidder != address(0)) revert AuctionRuns(tokenId);

        delete _auctions[tokenId];

        emit AuctionCanceled(tokenId, auction.seller);
    }

    /// @inheritdoc IAuctions
    function bid(uint256 tokenId) external payable nonReentrant {
        Auction memory auction = _auctionOf(tokenId);
        (address outbid, uint256 returned) = (auction.bidder, auction.amount);
        bool isFirst = outbid == address(0);
        uint256 wants = _minimumBid(auction);
        if (msg.value < wants) revert BidTooLow(msg.value, wants);
        uint256 endsAt = block.timestamp;
        if (isFirst) {
            _requireUnmoved(tokenId, auction.transfers);
            endsAt += auction.durationSeconds;
        } else {
            if (block.timestamp >= auction.endsAt) revert AuctionOver(auction.endsAt);
            endsAt = Math.max(auction.endsAt, endsAt + EXTENSION_SECONDS);
        }

        // All ether there is fits 96 bits.
        _auctions[tokenId].bidder = msg.sender;
        _auctions[tokenId].amount = uint96(msg.value);
        if (endsAt != auction.endsAt) _auctions[tokenId].endsAt = uint40(endsAt);

        emit BidPlaced(tokenId, msg.sender, uint96(msg.value), uint40(endsAt));
        if (isFirst) ART.transferFrom(auction.seller, address(this), tokenId);
        else _push(outbid, returned);
    }

    /// @inheritdoc IAuctions
    function settle(uint256 tokenId) external nonReentrant {
        Auction memory auction = _auctionOf(tokenId);
        if (auction.bidder == address(0)) revert NoBids(tokenId);
        if (block.timestamp < auction.endsAt) revert TooEarly(auction.endsAt);

        delete _auctions[tokenId];

        Sale memory sale = Sale(
            SaleKind.Auction,
            address(ART),
            tokenId,
            auction.seller,
            auction.bidder,
            auction.amount,
            address(0),
            0
        );
        _deliver(sale, address(this));
        _settleInEther(sale);
    }

    /// @inheritdoc IAuctions
    function auctionOf(uint256 tokenId) external view returns (Auction memory) {
        return _auctions[tokenId];
    }

    /// @inheritdoc IAuctions
    function minimumBid(uint256 tokenId) external view returns (uint256) {
        return _minimumBid(_auctionOf(tokenId));
    }

    function _auctionOf(uint256 tokenId) private view returns (Auction memory auction) {
        auction = _auctions[tokenId];
        if (auction.seller == address(0)) revert NoAuction(tokenId);
    }

    function _minimumBid(Auction memory auction) private pure returns (uint256) {
        if (auction.bidder == address(0)) return auction.amount;
        return auction.amount + Math.ceilDiv(auction.amount, RAISE_DIVISOR);
    }
}
