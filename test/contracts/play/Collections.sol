// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice Somebody else's collection. Anybody can mint; what it answers about royalties is set by the test.
contract ForeignArt is ERC721("Foreign", "F") {
    enum Royalty {
        None,
        Share,
        TooMuch,
        Reverts,
        BurnsGas,
        Bomb,
        ShortAnswer,
        BadAddress
    }

    Royalty public mood;
    address public royaltyReceiver;

    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }

    function setRoyalty(Royalty mood_, address receiver) external {
        mood = mood_;
        royaltyReceiver = receiver;
    }

    /// @dev ERC-2981, in all the ways in which it can be got wrong.
    function royaltyInfo(uint256, uint256 price) external view returns (address, uint256) {
        if (mood == Royalty.Share) return (royaltyReceiver, price / 20);
        if (mood == Royalty.TooMuch) return (royaltyReceiver, price * 2);
        if (mood == Royalty.Reverts) revert("no royalty");
        if (mood == Royalty.BurnsGas) while (true) {}
        if (mood == Royalty.None) return (address(0), price);
        address receiver = royaltyReceiver;
        bool isShort = mood == Royalty.ShortAnswer;
        bool isBad = mood == Royalty.BadAddress;
        assembly ("memory-safe") {
            mstore(0, receiver)
            mstore(32, 1)
            if isShort { return(0, 63) }
            if isBad {
                mstore(0, not(0))
                return(0, 64)
            }
            return(0, 10000)
        }
    }
}

/// @notice A wallet that is a contract (ERC-1271): it says yes to what its owner tells it, and takes ether or not.
contract ContractWallet {
    bytes32 private _approved;
    bool public takesEther;

    function approve(bytes32 hash) external {
        _approved = hash;
    }

    function setTakesEther(bool takes) external {
        takesEther = takes;
    }

    function isValidSignature(bytes32 hash, bytes calldata) external view returns (bytes4) {
        return hash == _approved ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    /// @dev Calls on behalf of the wallet; its ether comes along.
    function run(address target, uint256 value, bytes calldata data) external payable {
        (bool ok, bytes memory answer) = target.call{value: value}(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    receive() external payable {
        require(takesEther, "no ether");
    }
}
