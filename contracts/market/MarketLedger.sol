// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IArtMarket} from "../interfaces/IArtMarket.sol";
import {IGraphitiArt} from "../interfaces/IGraphitiArt.sol";
import {IJobLedger} from "../interfaces/IJobLedger.sol";
import {IOperatorShares} from "../interfaces/IOperatorShares.sol";
import {IWrappedEther} from "../interfaces/IWrappedEther.sol";
import {SaleKind} from "../types/Sale.sol";

/// @dev Dividing prices, paying their parts, and credit for what a receiver does not take.
abstract contract MarketLedger is IArtMarket, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev A sale whose token is on its way. In memory, because a stack is short.
    struct Sale {
        SaleKind kind;
        address collection;
        uint256 tokenId;
        address seller;
        address buyer;
        uint256 price;
        address referrer;
        uint256 referrerBps;
    }

    struct Parts {
        address royaltyReceiver;
        uint256 royalty;
        uint256 fee;
        uint256 referral;
        uint256 operatorShare;
        uint256 proceeds;
    }

    uint256 private constant WHOLE_BPS = 10_000;
    uint256 private constant MAX_FEE_BPS = 250;
    /// @dev One part in so many of the price.
    uint256 private constant MAX_ROYALTY_DIVISOR = 10;
    /// @inheritdoc IArtMarket
    uint256 public constant MAX_REFERRER_BPS = 1_000;
    /// @inheritdoc IArtMarket
    uint256 public constant PUSH_GAS = 30_000;
    /// @inheritdoc IArtMarket
    uint256 public constant ROYALTY_GAS = 50_000;

    /// @inheritdoc IArtMarket
    IGraphitiArt public immutable ART;
    /// @inheritdoc IArtMarket
    IJobLedger public immutable ESCROW;
    /// @inheritdoc IArtMarket
    IERC20 public immutable WETH;
    /// @inheritdoc IArtMarket
    address public immutable TREASURY;
    /// @inheritdoc IArtMarket
    uint256 public immutable FEE_BPS;

    /// @inheritdoc IArtMarket
    mapping(address account => uint256) public creditOf;
    /// @inheritdoc IOperatorShares
    mapping(uint256 tokenId => uint256) public operatorShareAccrued;

    constructor(IGraphitiArt art, IERC20 weth, address treasury, uint256 feeBps) {
        if (feeBps > MAX_FEE_BPS) revert FeeTooHigh(feeBps, MAX_FEE_BPS);
        if (treasury == address(0)) revert AddressIsZero();
        ART = art;
        ESCROW = IJobLedger(art.minter());
        WETH = weth;
        TREASURY = treasury;
        FEE_BPS = feeBps;
    }

    /// @dev Ether for an operators' share that was paid in wrapped ether.
    receive() external payable {
        if (msg.sender != address(WETH)) revert NotWrappedEther(msg.sender);
    }

    /// @inheritdoc IArtMarket
    function withdraw(address to) external nonReentrant {
        uint256 amount = creditOf[msg.sender];
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        if (to == address(0)) revert AddressIsZero();

        delete creditOf[msg.sender];

        emit Withdrawn(msg.sender, to, amount);
        if (!LowLevelCall.callNoReturn(to, amount, "")) revert TransferFailed(to);
    }

    /// @inheritdoc IArtMarket
    function royaltyOf(address collection, uint256 tokenId, uint256 price)
        public
        view
        returns (address receiver, uint256 royalty)
    {
        bytes memory question = abi.encodeCall(IERC2981.royaltyInfo, (tokenId, price));
        uint256 gasLimit = ROYALTY_GAS;
        bool answered;
        // Gas and answer are both bounded: a foreign collection can neither burn a buyer's gas nor return a bomb.
        assembly ("memory-safe") {
            answered := staticcall(gasLimit, collection, add(question, 32), mload(question), 0, 64)
            let word := mload(0)
            answered := and(answered, and(gt(returndatasize(), 63), iszero(shr(160, word))))
            if answered {
                receiver := word
                royalty := mload(32)
            }
        }
        if (receiver == address(0)) return (address(0), 0);
        uint256 most = price / MAX_ROYALTY_DIVISOR;
        if (royalty > most) royalty = most;
    }

    /// @inheritdoc IOperatorShares
    function operatorShareOf(address collection, uint256 tokenId, uint256 price) public view returns (uint256) {
        if (collection != address(ART)) return 0;
        // Two slots of the escrow, which refused more than a twentieth at post: no answer can hold a sale up.
        return price * ESCROW.operatorShareOf(tokenId) / WHOLE_BPS;
    }

    /// @dev Hands the token over, from the seller or from the market, before anybody is paid. Reverts unless it is
    /// there; asks the buyer's code nothing.
    function _deliver(Sale memory sale, address from) internal {
        if (sale.buyer == address(this)) revert RecipientRefused(sale.buyer);
        IERC721(sale.collection).transferFrom(from, sale.buyer, sale.tokenId);
    }

    /// @dev Tells of a sale and pays its parts in ether that the market has.
    function _settleInEther(Sale memory sale) internal {
        Parts memory parts = _divide(sale);
        _putAside(sale, parts);
        _emitSold(sale, parts);
        _push(parts.royaltyReceiver, parts.royalty);
        _push(TREASURY, parts.fee);
        _push(sale.referrer, parts.referral);
        _push(sale.seller, parts.proceeds);
    }

    /// @dev Tells of a sale and pays its parts in wrapped ether out of the buyer's wallet.
    function _settleInWeth(Sale memory sale) internal {
        Parts memory parts = _divide(sale);
        _putAside(sale, parts);
        _emitSold(sale, parts);
        if (parts.operatorShare != 0) {
            _pull(sale.buyer, address(this), parts.operatorShare);
            IWrappedEther(address(WETH)).withdraw(parts.operatorShare);
        }
        _pull(sale.buyer, parts.royaltyReceiver, parts.royalty);
        _pull(sale.buyer, TREASURY, parts.fee);
        _pull(sale.buyer, sale.referrer, parts.referral);
        _pull(sale.buyer, sale.seller, parts.proceeds);
    }

    /// @dev Sends wei with little gas and copies nothing back. Who does not take them can withdraw them.
    function _push(address to, uint256 amount) internal {
        if (amount == 0) return;
        uint256 gasLimit = PUSH_GAS;
        bool taken;
        assembly ("memory-safe") {
            taken := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
        if (taken) return;
        creditOf[to] += amount;
        emit Credited(to, amount);
    }

    function _requireReferrerBps(uint256 bps) internal pure {
        if (bps > MAX_REFERRER_BPS) revert ReferrerPartTooHigh(bps, MAX_REFERRER_BPS);
    }

    function _putAside(Sale memory sale, Parts memory parts) private {
        if (parts.operatorShare != 0) operatorShareAccrued[sale.tokenId] += parts.operatorShare;
    }

    function _pull(address from, address to, uint256 amount) private {
        if (amount != 0) WETH.safeTransferFrom(from, to, amount);
    }

    function _divide(Sale memory sale) private view returns (Parts memory parts) {
        (parts.royaltyReceiver, parts.royalty) = royaltyOf(sale.collection, sale.tokenId, sale.price);
        // An artist's own sale is paid in one piece.
        if (parts.royaltyReceiver == sale.seller) parts.royalty = 0;
        parts.fee = sale.price * FEE_BPS / WHOLE_BPS;
        if (sale.referrer != address(0)) parts.referral = sale.price * sale.referrerBps / WHOLE_BPS;
        parts.operatorShare = operatorShareOf(sale.collection, sale.tokenId, sale.price);
        // At most 10 + 2.5 + 10 + 5 percent go to others.
        parts.proceeds = sale.price - parts.royalty - parts.fee - parts.referral - parts.operatorShare;
    }

    function _emitSold(Sale memory sale, Parts memory parts) private {
        emit Sold(
            sale.collection,
            sale.tokenId,
            sale.seller,
            sale.buyer,
            sale.kind,
            sale.price,
            parts.royaltyReceiver,
            parts.royalty,
            parts.fee,
            sale.referrer,
            parts.referral,
            parts.operatorShare
        );
    }
}
