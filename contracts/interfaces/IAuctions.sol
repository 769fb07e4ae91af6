// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Auction} from "../types/Sale.sol";

/// @title English auctions of our works
/// @notice The token stays with its owner until somebody bids the reserve; then the market keeps it, and the time
/// runs. A bid in the last fifteen minutes moves the end fifteen minutes away. Whoever is outbid has the ether back
/// at once. Only for the works themselves, whose contract never refuses a transfer: so no auction gets stuck.
interface IAuctions {
    event AuctionOpened(
        uint256 indexed tokenId, address indexed seller, uint96 reserve, uint24 durationSeconds, uint32 transfers
    );
    event AuctionCanceled(uint256 indexed tokenId, address indexed seller);
    event BidPlaced(uint256 indexed tokenId, address indexed bidder, uint96 amount, uint40 endsAt);

    error DurationOutOfRange(uint256 durationSeconds, uint256 least, uint256 most);
    error NoAuction(uint256 tokenId);
    /// @dev There are bids, or there are none.
    error AuctionRuns(uint256 tokenId);
    error NotTheSeller(address caller, address seller);
    error BidTooLow(uint256 bid, uint256 wants);
    error AuctionOver(uint256 endedAt);
    error NoBids(uint256 tokenId);

    /// @notice Opens an auction of the caller's work, in place of one without bids before. The market must be approved
    /// for the work when the first bid comes.
    /// @param reserve Wei, the lowest first bid.
    /// @param durationSeconds From the first bid to the end.
    function openAuction(uint256 tokenId, uint96 reserve, uint24 durationSeconds) external;

    /// @notice Takes an auction back, as long as there is no bid. By its seller.
    function cancelAuction(uint256 tokenId) external;

    /// @notice Bids `msg.value`: the reserve at least, or a twentieth more than the highest bid, rounded up.
    function bid(uint256 tokenId) external payable;

    /// @notice Once the time is over, gives the work to the highest bidder and the price to its receivers. By anybody.
    function settle(uint256 tokenId) external;

    function auctionOf(uint256 tokenId) external view returns (Auction memory);

    /// @notice The lowest bid that would be taken now.
    function minimumBid(uint256 tokenId) external view returns (uint256);

    function MIN_DURATION_SECONDS() external view returns (uint256);
    function MAX_DURATION_SECONDS() external view returns (uint256);
    /// @notice No auction ends sooner after a bid.
    function EXTENSION_SECONDS() external view returns (uint256);
}
