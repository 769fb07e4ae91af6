// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowRules} from "./interfaces/IEscrowRules.sol";
import {IGraphitiArt} from "./interfaces/IGraphitiArt.sol";
import {INodeStakes} from "./interfaces/INodeStakes.sol";
import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {FinalityClasses} from "./libraries/FinalityClasses.sol";
import {L2Clock} from "./libraries/L2Clock.sol";
import {OrderRules} from "./libraries/OrderRules.sol";
import {Deployment} from "./types/Deployment.sol";
import {FinalityClass} from "./types/FinalityClass.sol";
import {Panel} from "./types/Panel.sol";
import {Order, Work} from "./types/Terms.sol";

/// @dev What a deployment fixes for good, and what follows from it. Holds no state.
abstract contract EscrowRules is IEscrowRules {
    using OrderRules for Order;
    using OrderRules for Work;

    uint256 private constant MAX_PROTOCOL_FEE_BPS = 500;
    /// @inheritdoc IEscrowRules
    uint16 public constant MAX_LOTS = 64;
    /// @inheritdoc IEscrowRules
    uint8 public constant MAX_ATTESTERS = 5;
    /// @inheritdoc IEscrowRules
    uint8 public constant SPARE_SEATS = 5;
    /// @inheritdoc IEscrowRules
    uint8 public constant MAX_BATCH = 65;
    /// @inheritdoc IEscrowRules
    address public constant referee = address(0);

    /// @inheritdoc IEscrowRules
    IServiceRegistry public immutable registry;
    /// @inheritdoc IEscrowRules
    IGraphitiArt public immutable art;
    /// @inheritdoc IEscrowRules
    address public immutable treasury;
    /// @inheritdoc IEscrowRules
    uint16 public immutable PROTOCOL_FEE_BPS;
    uint256 private immutable CLAIM_BASE_SECONDS;
    uint256 private immutable CLAIM_SECONDS_PER_TILE;
    uint256 private immutable CLASS_COUNT;
    uint256 private immutable CLASSES_0_1;
    uint256 private immutable CLASSES_2_3;
    uint256 private immutable COLD_WINDOW_SECONDS;
    bool internal immutable ON_ARBITRUM;

    constructor(Deployment memory given) {
        if (given.treasury == address(0)) revert INodeStakes.AddressIsZero();
        if (given.protocolFeeBps > MAX_PROTOCOL_FEE_BPS) {
            revert ProtocolFeeTooHigh(given.protocolFeeBps, MAX_PROTOCOL_FEE_BPS);
        }
        if (given.claimPace.baseSeconds == 0) revert ClaimPaceIsZero();

        registry = given.registry;
        art = given.art;
        treasury = given.treasury;
        PROTOCOL_FEE_BPS = given.protocolFeeBps;
        CLAIM_BASE_SECONDS = given.claimPace.baseSeconds;
        CLAIM_SECONDS_PER_TILE = given.claimPace.secondsPerTile;
        CLASS_COUNT = given.classes.length;
        uint256[2] memory words = FinalityClasses.pack(given.classes);
        CLASSES_0_1 = words[0];
        CLASSES_2_3 = words[1];
        COLD_WINDOW_SECONDS = FinalityClasses.coldWindow(given.classes);
        ON_ARBITRUM = L2Clock.isArbitrum();
    }

    /// @inheritdoc IEscrowRules
    function finalityClasses() external view returns (FinalityClass[] memory classes) {
        classes = new FinalityClass[](CLASS_COUNT);
        for (uint256 i; i < CLASS_COUNT; ++i) {
            classes[i] = FinalityClasses.unpack(_classWord(i), i);
        }
    }

    /// @inheritdoc IEscrowRules
    function minClaimSeconds(uint256 tiles) public view returns (uint256) {
        return CLAIM_BASE_SECONDS + CLAIM_SECONDS_PER_TILE * tiles;
    }

    function _requireOrder(Order calldata order, Work calldata work, uint256 tiles) internal view {
        order.requireMoney();
        order.requireToken();
        if (order.recipient == address(this) || order.recipient == address(art)) {
            revert RecipientRefused(order.recipient);
        }
        work.requireWork();
        uint256 largestLot = order.requireLots(tiles, MAX_LOTS);
        order.requireAttesters(MAX_ATTESTERS);
        if (order.finalityClass >= CLASS_COUNT) revert UnknownClass(order.finalityClass, CLASS_COUNT);
        uint256 wants = minClaimSeconds(largestLot);
        if (order.claimSeconds < wants) revert ClaimTooShort(order.claimSeconds, wants);
        order.requireDeadline(_span(order) * (largestLot == tiles ? 1 : 2));
    }

    function _requireBatch(uint256 length) internal pure {
        if (length == 0) revert BatchIsEmpty();
        if (length > MAX_BATCH) revert BatchTooLarge(length, MAX_BATCH);
    }

    /// @dev Seconds from a claim to the end of its grace, at the longest: a lot that nobody attests waits for the
    /// cold window.
    function _span(Order calldata order) internal view returns (uint256) {
        (uint256 window, uint256 grace) = _windowAndGrace(order.finalityClass);
        if (order.attesters != 0) window = COLD_WINDOW_SECONDS;
        return order.claimSeconds + window + grace;
    }

    /// @dev The window after which the seals that came decide: the cold one if they are fewer than half of those
    /// that were asked for.
    function _windowSeconds(Order calldata order, Panel panel) internal view returns (uint256 window) {
        (window,) = _windowAndGrace(order.finalityClass);
        if (panel.isCold() || _isThin(order, panel)) window = COLD_WINDOW_SECONDS;
    }

    function _isThin(Order calldata order, Panel panel) internal pure returns (bool) {
        return panel.count() < (uint256(order.attesters) + 1) / 2;
    }

    function _fastSeconds(uint256 class) internal view returns (uint256) {
        return FinalityClasses.unpack(_classWord(class), class).fastSeconds;
    }

    function _windowAndGrace(uint256 class) internal view returns (uint256, uint256) {
        return FinalityClasses.windowAndGrace(_classWord(class), class);
    }

    function _classWord(uint256 class) private view returns (uint256) {
        return class < 2 ? CLASSES_0_1 : CLASSES_2_3;
    }
}
