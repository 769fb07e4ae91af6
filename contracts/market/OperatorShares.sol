// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOperatorShares} from "../interfaces/IOperatorShares.sol";
import {Claim, Submission} from "../types/Lot.sol";
import {Terms} from "../types/Terms.sol";
import {MarketLedger} from "./MarketLedger.sol";

/// @dev Documented in {IOperatorShares}.
abstract contract OperatorShares is MarketLedger {
    /// @inheritdoc IOperatorShares
    mapping(uint256 lotId => uint256) public operatorShareTaken;

    /// @inheritdoc IOperatorShares
    function takeShare(Terms calldata terms, uint256 lotId, Claim calldata claim, Submission calldata submission)
        external
        nonReentrant
    {
        (address operator, uint256 tiles) = ESCROW.computedBy(terms, lotId, claim, submission);
        // All lots' parts are rounded down, so that together they are at most what there is.
        uint256 earned = operatorShareAccrued[lotId >> 16] * tiles / terms.tiles;
        uint256 due = earned - operatorShareTaken[lotId];
        if (due == 0) revert NoShareDue(lotId);

        operatorShareTaken[lotId] = earned;

        emit ShareTaken(lotId, operator, due);
        _push(operator, due);
    }
}
