// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Terms} from "../../../contracts/types/Terms.sol";

/// @notice Stands where the escrow is: says who is paid for a work. Of who computed it, it believes the claim: its price
/// stands for the lot's tiles.
contract RoyaltyDesk {
    address public receiver;
    uint16 public bps;
    uint16 public shareBps;

    function set(address receiver_, uint16 bps_) external {
        (receiver, bps) = (receiver_, bps_);
    }

    function royaltyOf(uint256) external view returns (address, uint16) {
        return (receiver, bps);
    }

    function setShare(uint16 shareBps_) external {
        shareBps = shareBps_;
    }

    function operatorShareOf(uint256) external view returns (uint16) {
        return shareBps;
    }

    function computedBy(Terms calldata, uint256, Claim calldata claim, Submission calldata)
        external
        pure
        returns (address, uint256)
    {
        return (claim.operator, claim.price);
    }
}

enum Answer {
    Tenth,
    MoreThanThePrice,
    Nothing,
    NoAddress,
    AllGas,
    Bomb,
    Reverts
}

/// @notice A collection of somebody else's, which asks for royalties as it likes.
contract ForeignCollection is ERC721("Foreign", "FOR") {
    address private constant RECEIVER = address(0xA57);
    Answer public answer;

    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }

    function setAnswer(Answer answer_) external {
        answer = answer_;
    }

    function royaltyInfo(uint256, uint256 price) external view returns (address, uint256) {
        if (answer == Answer.Tenth) return (RECEIVER, price / 10);
        if (answer == Answer.MoreThanThePrice) return (RECEIVER, type(uint256).max);
        if (answer == Answer.Reverts) revert("no");
        if (answer == Answer.AllGas) while (true) {}
        assembly ("memory-safe") {
            switch sload(answer.slot)
            case 3 {
                mstore(0, not(0))
                mstore(32, 1)
                return(0, 64)
            }
            case 5 { revert(0, 40000) }
            default { return(0, 0) }
        }
        return (address(0), 0);
    }
}

/// @notice Makes prepared calls to the market while it is being paid, and says which were let in.
contract MarketVisitor {
    address private immutable MARKET;
    bytes private _call;
    uint256 private _value;
    bool public isEntered;
    bool public isLetIn;

    constructor(address market) {
        MARKET = market;
    }

    function prepare(bytes calldata call_, uint256 value) external {
        _call = call_;
        _value = value;
        isEntered = false;
        isLetIn = false;
    }

    function run(bytes calldata call_, uint256 value) external returns (bool ok) {
        (ok,) = MARKET.call{value: value}(call_);
    }

    receive() external payable {
        if (_call.length == 0) return;
        isEntered = true;
        (isLetIn,) = MARKET.call{value: _value}(_call);
    }
}
