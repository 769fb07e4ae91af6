// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Content ids as text. Twin of `cid.ts`.
library CidText {
    /// Lengths of the content ids in use: 46 is CIDv0, 59 is CIDv1 with SHA-256; 100 leaves room, not for essays.
    uint256 internal constant MIN_LENGTH = 46;
    uint256 internal constant MAX_LENGTH = 100;

    bytes32 private constant ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    /// CIDv1, raw, SHA2-256, 32 bytes.
    uint256 private constant PREFIX = 0x01551220;
    /// 36 bytes in base32 without padding.
    uint256 private constant DIGITS = 58;

    error CidLengthOutOfRange(uint256 length, uint256 min, uint256 max);

    /// @dev The chain does not parse content ids; a wrong one hurts only the job that carries it.
    function requireLength(string calldata cid) internal pure {
        uint256 length = bytes(cid).length;
        if (length < MIN_LENGTH || length > MAX_LENGTH) revert CidLengthOutOfRange(length, MIN_LENGTH, MAX_LENGTH);
    }

    /// @notice `ipfs://` and the content id of a single block.
    function ipfsUrl(bytes32 digest) internal pure returns (string memory) {
        return string.concat("ipfs://", rawCid(digest));
    }

    /// @notice The CIDv1 (raw, SHA-256, base32) of a single block.
    /// @param digest SHA-256 of the block's bytes.
    function rawCid(bytes32 digest) internal pure returns (string memory) {
        bytes memory digits = new bytes(DIGITS);
        // 36 bytes are 288 bits and 58 digits hold 290: two zero bits are added at the end. So the last digit
        // takes the digest's three lowest bits, and every other digit the next five.
        digits[DIGITS - 1] = ALPHABET[(uint256(digest) & 7) << 2];
        uint256 rest = uint256(digest) >> 3;
        // 253 bits of the digest are left; the prefix's lowest bits fill them up where the digest ends.
        rest |= PREFIX << 253;
        uint256 high = PREFIX >> 3;
        for (uint256 i = DIGITS - 1; i > 0; --i) {
            digits[i - 1] = ALPHABET[rest & 31];
            rest = (rest >> 5) | (high << 251);
            high >>= 5;
        }
        return string.concat("b", string(digits));
    }
}
