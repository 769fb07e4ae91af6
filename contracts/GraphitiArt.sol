// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165, IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC7007} from "./interfaces/IERC7007.sol";
import {IERC7572} from "./interfaces/IERC7572.sol";
import {IGraphitiArt} from "./interfaces/IGraphitiArt.sol";
import {IJobEscrow} from "./interfaces/IJobEscrow.sol";
import {CidText} from "./libraries/CidText.sol";

/// @dev Documented in {IGraphitiArt}.
contract GraphitiArt is ERC721, IGraphitiArt {
    uint256 private constant WHOLE_BPS = 10_000;

    address public immutable minter;
    bytes32 private immutable CONTRACT_METADATA_DIGEST;

    mapping(uint256 tokenId => bytes32) private _metadataDigests;
    /// @inheritdoc IGraphitiArt
    mapping(uint256 tokenId => uint256) public transferCount;

    /// @param minter_ The escrow, at the address it is going to have.
    /// @param contractMetadataDigest SHA-256 of the ERC-7572 metadata.
    constructor(address minter_, bytes32 contractMetadataDigest) ERC721("Graphiti", "GRAPHITI") {
        minter = minter_;
        CONTRACT_METADATA_DIGEST = contractMetadataDigest;
    }

    /// @inheritdoc IGraphitiArt
    function mint(address to, uint256 tokenId, bytes32 metadataDigest) external {
        if (msg.sender != minter) revert NotTheMinter(msg.sender, minter);
        _metadataDigests[tokenId] = metadataDigest;
        _mint(to, tokenId);
    }

    /// @inheritdoc IERC7007
    function addAigcData(uint256 tokenId, bytes calldata prompt, bytes calldata aigcData, bytes calldata proof)
        external
    {
        if (!verify(prompt, aigcData, proof) || abi.decode(proof, (uint256)) != tokenId) revert NotVerified(tokenId);
        emit AigcData(tokenId, prompt, aigcData, proof);
    }

    /// @inheritdoc IERC7007
    function verify(bytes calldata prompt, bytes calldata aigcData, bytes calldata proof)
        public
        view
        returns (bool)
    {
        if (proof.length != 32) return false;
        uint256 tokenId = abi.decode(proof, (uint256));
        if (_ownerOf(tokenId) == address(0) || sha256(aigcData) != _metadataDigests[tokenId]) return false;
        // There is a token only of a job that has minted.
        return IJobEscrow(minter).jobs(tokenId).termsHash == bytes25(keccak256(prompt));
    }

    /// @inheritdoc IGraphitiArt
    function metadataDigestOf(uint256 tokenId) public view returns (bytes32) {
        _requireOwned(tokenId);
        return _metadataDigests[tokenId];
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 tokenId) public view override(ERC721, IERC721Metadata) returns (string memory) {
        return CidText.ipfsUrl(metadataDigestOf(tokenId));
    }

    /// @inheritdoc IERC7572
    function contractURI() external view returns (string memory) {
        return CidText.ipfsUrl(CONTRACT_METADATA_DIGEST);
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256 tokenId, uint256 salePrice) external view returns (address, uint256) {
        (address receiver, uint16 bps) = IJobEscrow(minter).royaltyOf(tokenId);
        return (receiver, Math.mulDiv(salePrice, bps, WHOLE_BPS));
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        // ERC-4906 has no functions of its own, so no interface id can be computed for it.
        return interfaceId == type(IERC2981).interfaceId || interfaceId == bytes4(0x49064906)
            || interfaceId == type(IERC7007).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Counts every transfer. A mint is none, so that it writes no slot for it.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        if (from != address(0)) ++transferCount[tokenId];
    }
}
