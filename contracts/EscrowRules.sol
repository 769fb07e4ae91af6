// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGraphitiArt} from "./interfaces/IGraphitiArt.sol";
import {IJobEscrow} from "./interfaces/IJobEscrow.sol";
import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {FinalityClasses} from "./libraries/FinalityClasses.sol";
import {OrderRules} from "./libraries/OrderRules.sol";
import {Deployment} from "./types/Deployment.sol";
import {FinalityClass} from "./types/FinalityClass.sol";
import {Lot} from "./types/Lot.sol";
import {Order, Terms, Work} from "./types/Terms.sol";

/// @dev What a deployment fixes for good, and what follows from it. Holds no state.
abstract contract EscrowRules is IJobEscrow {
    using OrderRules for Order;
    using OrderRules for Work;

    uint256 private constant MAX_PROTOCOL_FEE_BPS = 500;
    /// @inheritdoc IJobEscrow
    uint16 public constant MAX_LOTS = 1;
    /// @inheritdoc IJobEscrow
    uint8 public constant MAX_ATTESTERS = 0;
    /// @inheritdoc IJobEscrow
    address public constant referee = address(0);

    /// @inheritdoc IJobEscrow
    IServiceRegistry public immutable registry;
    /// @inheritdoc IJobEscrow
    IGraphitiArt public immutable art;
    /// @inheritdoc IJobEscrow
    address public immutable treasury;
    /// @inheritdoc IJobEscrow
    uint16 public immutable PROTOCOL_FEE_BPS;
    uint256 private immutable CLAIM_BASE_SECONDS;
    uint256 private immutable CLAIM_SECONDS_PER_TILE;
    uint256 private immutable CLASS_COUNT;
    uint256 private immutable CLASSES_0_1;
    uint256 private immutable CLASSES_2_3;

    constructor(Deployment memory given) {
        if (given.art.minter() != address(this)) revert NotTheMinter(address(this), given.art.minter());
        if (given.treasury == address(0)) revert AddressIsZero();
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
    }

    /// @inheritdoc IJobEscrow
    function finalityClasses() external view returns (FinalityClass[] memory classes) {
        classes = new FinalityClass[](CLASS_COUNT);
        for (uint256 i; i < CLASS_COUNT; ++i) {
            classes[i] = FinalityClasses.unpack(_classWord(i), i);
        }
    }

    /// @inheritdoc IJobEscrow
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
        if (order.attesters > MAX_ATTESTERS) revert TooManyAttesters(order.attesters, MAX_ATTESTERS);
        if (order.finalityClass >= CLASS_COUNT) revert UnknownClass(order.finalityClass, CLASS_COUNT);
        uint256 wants = minClaimSeconds(largestLot);
        if (order.claimSeconds < wants) revert ClaimTooShort(order.claimSeconds, wants);
        order.requireDeadline(_span(order));
    }

    /// @dev Seconds from a claim to the end of its grace.
    function _span(Order calldata order) internal view returns (uint256) {
        (uint256 window, uint256 grace) = _windowAndGrace(order.finalityClass);
        return order.claimSeconds + window + grace;
    }

    /// @dev A submitted lot can be finalised from the one second to before the other, and then expires.
    function _finaliseTimes(Terms calldata terms, Lot memory lot)
        internal
        view
        returns (uint256 opensAt, uint256 closesAt)
    {
        (uint256 window, uint256 grace) = _windowAndGrace(terms.order.finalityClass);
        opensAt = lot.time + window;
        closesAt = opensAt + grace;
    }

    function _windowAndGrace(uint256 class) private view returns (uint256, uint256) {
        return FinalityClasses.windowAndGrace(_classWord(class), class);
    }

    function _classWord(uint256 class) private view returns (uint256) {
        return class < 2 ? CLASSES_0_1 : CLASSES_2_3;
    }
}
