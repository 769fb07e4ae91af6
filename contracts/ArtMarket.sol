// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IGraphitiArt} from "./interfaces/IGraphitiArt.sol";
import {Auctions} from "./market/Auctions.sol";
import {Listings} from "./market/Listings.sol";
import {MarketLedger} from "./market/MarketLedger.sol";
import {Offers} from "./market/Offers.sol";
import {OperatorShares} from "./market/OperatorShares.sol";

/// @dev Documented in {IArtMarket}: fixed prices, offers, auctions and the operators' share on one ledger.
contract ArtMarket is Listings, Offers, Auctions, OperatorShares {
    /// @param art Our works: their listings die with each transfer, and only they are auctioned.
    /// @param weth The chain's wrapped ether.
    /// @param treasury Is paid the fee.
    /// @param feeBps Hundredths of a percent of every price, at most 250.
    constructor(IGraphitiArt art, IERC20 weth, address treasury, uint256 feeBps)
        MarketLedger(art, weth, treasury, feeBps)
    {}
}
