// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IListings} from "../interfaces/IListings.sol";
import {MarketLedger} from "./MarketLedger.sol";

/// @dev Whether somebody still wants what it once said, on chain or by signature.
abstract contract Consents is MarketLedger, EIP712 {
    /// @inheritdoc IListings
    mapping(address account => mapping(uint256 wordIndex => uint256)) public nonceWord;

    constructor() EIP712("Graphiti ArtMarket", "1") {}

    /// @inheritdoc IListings
    function cancelNonces(uint256 wordIndex, uint256 mask) external {
        nonceWord[msg.sender][wordIndex] |= mask;
        emit NoncesCanceled(msg.sender, wordIndex, mask);
    }

    /// @dev Checks what was signed and spends its nonce.
    function _useSignature(address signer, uint256 nonce, bytes32 structHash, bytes calldata signature) internal {
        uint256 word = nonceWord[signer][nonce >> 8];
        uint256 bit = 1 << (nonce & 0xff);
        if (word & bit != 0) revert NonceIsSpent(signer, nonce);
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, _hashTypedDataV4(structHash), signature)) {
            revert SignatureInvalid(signer);
        }

        nonceWord[signer][nonce >> 8] = word | bit;
        emit NonceSpent(signer, nonce);
    }

    /// @dev The number that ties an owner's consent to its present ownership; 0 for tokens of other collections.
    function _transfersOf(address collection, uint256 tokenId) internal view returns (uint32) {
        // Four thousand million transfers cost 10^14 gas.
        return collection == address(ART) ? uint32(ART.transferCount(tokenId)) : 0;
    }

    /// @dev Reverts unless consent to a sale, given when the work had moved so often, still stands.
    function _requireStanding(address collection, uint256 tokenId, uint32 consentedAt) internal view {
        if (collection == address(ART)) {
            _requireUnmoved(tokenId, consentedAt);
        } else if (IERC721(collection).getApproved(tokenId) != address(this)) {
            revert NotApproved(collection, tokenId);
        }
    }

    function _requireUnmoved(uint256 tokenId, uint32 consentedAt) internal view {
        uint32 transfers = _transfersOf(address(ART), tokenId);
        if (transfers != consentedAt) revert TokenMoved(tokenId, transfers, consentedAt);
    }

    function _requireOwner(address collection, uint256 tokenId) internal view {
        address owner = IERC721(collection).ownerOf(tokenId);
        if (msg.sender != owner) revert NotTheOwner(msg.sender, owner);
    }

    function _requireBefore(uint256 expiresAt) internal view {
        if (block.timestamp >= expiresAt) revert Expired(expiresAt);
    }
}
