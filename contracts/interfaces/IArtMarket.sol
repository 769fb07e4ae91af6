// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SaleKind} from "../types/Sale.sol";
import {IAuctions} from "./IAuctions.sol";
import {IGraphitiArt} from "./IGraphitiArt.sol";
import {IJobLedger} from "./IJobLedger.sol";
import {IListings} from "./IListings.sol";
import {IOffers} from "./IOffers.sol";
import {IOperatorShares} from "./IOperatorShares.sol";

/// @title The market for works
/// @notice Without owner, pause or upgrade, and without a keeper: whoever sells or buys can do all of it without our
/// pages. No token is kept here but those of auctions with a bid, no ether but that of offers, of bids, of
/// operators whose share waits for them, and of receivers who did not take theirs.
///
/// Of every price the royalty (ERC-2981), the operators' share, the market's fee and the referrer's part go to
/// theirs, and the rest to the seller. What divisions leave is the seller's. Ether is sent at once with
/// little gas; a receiver that does not take it has it as credit. Sales for wrapped ether are paid in wrapped ether,
/// but for the operators' share, which is unwrapped.
interface IArtMarket is IListings, IOffers, IAuctions, IOperatorShares {
    /// @param buyer Who has the token now.
    /// @param price Wei, of which `royalty`, `fee`, `referral` and `operatorShare` went to others than the seller.
    event Sold(
        address indexed collection,
        uint256 indexed tokenId,
        address indexed seller,
        address buyer,
        SaleKind kind,
        uint256 price,
        address royaltyReceiver,
        uint256 royalty,
        uint256 fee,
        address referrer,
        uint256 referral,
        uint256 operatorShare
    );
    /// @dev A receiver did not take what was sent.
    event Credited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, address to, uint256 amount);

    error AddressIsZero();
    error NothingToWithdraw(address account);
    error TransferFailed(address to);
    error FeeTooHigh(uint256 bps, uint256 limit);
    error ReferrerPartTooHigh(uint256 bps, uint256 limit);
    /// @dev The market keeps no token but those of running auctions.
    error RecipientRefused(address recipient);
    /// @dev Ether comes with calls, or from unwrapping.
    error NotWrappedEther(address sender);

    /// @notice Sends all credit of the caller to `to`.
    function withdraw(address to) external;

    /// @notice What a receiver did not take, in wei.
    function creditOf(address account) external view returns (uint256);

    /// @notice What ERC-2981 asks for a sale, as the market pays it: nothing where the collection does not answer
    /// within {ROYALTY_GAS}, and at most a tenth of the price.
    function royaltyOf(address collection, uint256 tokenId, uint256 price)
        external
        view
        returns (address receiver, uint256 royalty);

    /// @notice The collection of the works, whose listings die with each transfer.
    function ART() external view returns (IGraphitiArt);

    /// @notice The escrow of the works: says what share their operators have, and who they are.
    function ESCROW() external view returns (IJobLedger);

    /// @notice Wrapped ether.
    function WETH() external view returns (IERC20);

    /// @notice Is paid the market's fee.
    function TREASURY() external view returns (address);

    /// @notice The market's fee in hundredths of a percent of the price, at most 250.
    function FEE_BPS() external view returns (uint256);

    /// @notice Most that a referrer can be given, in hundredths of a percent of the price.
    function MAX_REFERRER_BPS() external view returns (uint256);

    /// @notice Gas that a receiver of ether gets along.
    function PUSH_GAS() external view returns (uint256);

    /// @notice Gas within which a collection must name its royalty.
    function ROYALTY_GAS() external view returns (uint256);
}
