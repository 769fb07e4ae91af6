// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArtMarket} from "../../../contracts/interfaces/IArtMarket.sol";
import {IGraphitiArt} from "../../../contracts/interfaces/IGraphitiArt.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Terms} from "../../../contracts/types/Terms.sol";
import {deployArtifact, vm} from "./Harness.sol";
import {ForeignCollection, RoyaltyDesk} from "./MarketActors.sol";

/// @notice A market with a work of SELLER's, number 1, for which the market is approved.
abstract contract MarketStage {
    address internal constant SELLER = address(0x5E11);
    address internal constant BUYER = address(0xB0B);
    address internal constant ARTIST = address(0xA47);
    address internal constant TREASURY = address(0x7EA);
    uint256 internal constant WORK = 1;

    RoyaltyDesk internal desk;
    IGraphitiArt internal art;
    ForeignCollection internal foreign_;
    IArtMarket internal market;

    function setStage() internal {
        vm.warp(1_900_000_000);
        desk = new RoyaltyDesk();
        desk.set(ARTIST, 500);
        art = IGraphitiArt(deployArtifact("GraphitiArt.sol:GraphitiArt", abi.encode(address(desk), bytes32(0))));
        // No test here is paid in wrapped ether.
        bytes memory arguments = abi.encode(address(art), address(0x3E7), TREASURY, uint256(100));
        market = IArtMarket(deployArtifact("ArtMarket.sol:ArtMarket", arguments));
        foreign_ = new ForeignCollection();
        mintWork(SELLER, WORK);
        vm.deal(BUYER, 1_000 ether);
    }

    function mintWork(address owner, uint256 tokenId) internal {
        vm.prank(address(desk));
        art.mint(owner, tokenId, 0);
        approve(owner, tokenId);
    }

    function approve(address owner, uint256 tokenId) internal {
        vm.prank(owner);
        art.approve(address(market), tokenId);
    }

    function listWork(uint96 price) internal {
        vm.prank(SELLER);
        market.list(address(art), WORK, price, uint40(block.timestamp + 1 days), 0);
    }

    function tries(address caller, uint256 value, bytes memory call_) internal returns (bool ok) {
        vm.prank(caller);
        (ok,) = address(market).call{value: value}(call_);
    }

    /// @dev Whether a call would succeed; leaves all as it was.
    function would(address caller, uint256 value, bytes memory call_) internal returns (bool ok) {
        uint256 snapshot = vm.snapshotState();
        ok = tries(caller, value, call_);
        vm.revertToState(snapshot);
    }

    function buyCall(address collection, uint256 tokenId, uint256 maxPrice) internal view returns (bytes memory) {
        return abi.encodeCall(market.buy, (collection, tokenId, maxPrice, BUYER, address(0)));
    }

    /// @dev Of a lot with so many of the job's tiles.
    function takeCall(uint256 lotId, address operator, uint96 lotTiles, uint32 tiles)
        internal
        view
        returns (bytes memory)
    {
        Terms memory terms;
        Submission memory submission;
        terms.tiles = tiles;
        return abi.encodeCall(market.takeShare, (terms, lotId, Claim(operator, lotTiles, 0), submission));
    }

    function bidCall() internal view returns (bytes memory) {
        return abi.encodeCall(market.bid, (WORK));
    }
}
