// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC7007} from "./IERC7007.sol";
import {IERC7572} from "./IERC7572.sol";

/// @title The works
/// @notice An ERC-721 whose token ids are job ids. There is no owner: only the escrow mints, nobody changes or
/// burns. Nothing about a token changes after its mint but who owns it, so ERC-4906 events are never emitted.
///
/// ERC-7007: `prompt` is the ABI-encoded terms of the job, `aigcData` the bytes of the token's metadata, and
/// `proof` the ABI-encoded token id. `verify` answers from what the escrow decided: that the job ran to its
/// end. That is as good as the escrow's checks, and says nothing of taste.
interface IGraphitiArt is IERC721Metadata, IERC2981, IERC4906, IERC7007, IERC7572 {
    error NotTheMinter(address caller, address minter);
    error NotVerified(uint256 tokenId);

    /// @notice Called once per job, by the escrow, which has checked the recipient and keeps the royalty.
    /// @dev Mints without asking the recipient's code, so that no recipient can hold up a payment.
    /// @param metadataDigest SHA-256 of the token's metadata.
    function mint(address to, uint256 tokenId, bytes32 metadataDigest) external;

    /// @notice The escrow.
    function minter() external view returns (address);

    /// @notice How often a token was transferred since its mint. Who remembers the number knows later whether the
    /// token was in other hands meanwhile, even if it came back.
    function transferCount(uint256 tokenId) external view returns (uint256);

    /// @notice SHA-256 of a token's metadata. Reverts for a token that does not exist.
    function metadataDigestOf(uint256 tokenId) external view returns (bytes32);
}
