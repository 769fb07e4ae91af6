// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PanelLedger} from "../PanelLedger.sol";
import {Offer} from "../libraries/Offer.sol";
import {TermsShape} from "../libraries/TermsShape.sol";
import {Expiry} from "../types/Batch.sol";
import {Job, JobState} from "../types/Job.sol";
import {Claim, Lot, LotState} from "../types/Lot.sol";
import {Panel} from "../types/Panel.sol";
import {Seat} from "../types/Seat.sol";
import {Terms} from "../types/Terms.sol";

/// @dev The end of what is overdue. Documented in {IJobEscrow}.
abstract contract Expiring is PanelLedger {
    using TermsShape for Claim;
    using TermsShape for Terms;

    function expire(Terms calldata terms, Expiry[] calldata expiries) external {
        _requireBatch(expiries.length);
        for (uint256 i; i < expiries.length; ++i) {
            _expire(terms, expiries[i]);
        }
    }

    function _expire(Terms calldata terms, Expiry calldata expiry) private {
        uint256 lotId = expiry.lotId;
        Job memory job = _jobs[lotId >> 16];
        Lot memory lot = _lots[lotId];
        _requireTerms(job, terms, lotId);
        bool isClosed = job.state == JobState.Closed;
        if (lot.state == LotState.Open) {
            _require(job.state, JobState.Closed);
        } else {
            _requireOverdue(terms, lot, expiry);
            LotState becomes = isClosed ? LotState.Refunded : LotState.Open;
            uint256 fee = _chargeLateness(terms, expiry, lot);
            emit Expired(lotId, lot.attempt, expiry.claim.operator, fee, becomes);
        }

        if (isClosed) _refund(terms, lotId);
        else {
            uint40 openedAt = uint40(block.timestamp - expiry.claim.openSeconds);
            _lots[lotId] = Lot(LotState.Open, lot.attempt + 1, openedAt, 0);
        }
    }

    function _requireOverdue(Terms calldata terms, Lot memory lot, Expiry calldata expiry) private view {
        uint256 expiresAt = lot.time;
        if (lot.state == LotState.Claimed) {
            if (lot.commitment != expiry.claim.commitment()) revert ClaimMismatch();
        } else {
            _require(lot.state, LotState.Submitted);
            _requireSubmission(lot, expiry.claim, expiry.submission);
            Panel panel = _panelOf(terms, expiry.lotId, expiry.claim);
            (, expiresAt) = _decisionTimes(terms, expiry.claim, lot, panel);
        }
        if (block.timestamp < expiresAt) revert TooEarly(expiresAt);
    }

    /// @dev For lateness the fee goes to the artist. After a vote that did not carry it pays the objectors, and the
    /// rest is burned: the artist must gain nothing from votes against its node.
    function _chargeLateness(Terms calldata terms, Expiry calldata expiry, Lot memory lot)
        private
        returns (uint256 fee)
    {
        Claim calldata claim_ = expiry.claim;
        if (claim_.operator == address(0)) return 0;
        uint256 share = terms.shareOf(expiry.lotId);
        fee = Offer.lateFee(share);
        _releaseAndCharge(claim_.operator, Offer.bond(share), fee);
        if (lot.state == LotState.Claimed || !_isAttested(terms, claim_)) {
            _credit(terms.artist, fee);
            return fee;
        }
        Panel panel = _panel(expiry.lotId);
        if (panel.count() == 0) {
            _clearPanel(expiry.lotId);
            _credit(terms.artist, fee);
            return fee;
        }
        uint256 objected = _objecting(expiry.lotId, panel);
        (uint256[] memory pays, uint256 paid) = _settlePanel(terms.order, expiry.lotId, claim_, panel, objected);
        // Nobody can withdraw the credit of address 0.
        _credit(address(0), fee - paid);
        emit ObjectorsPaid(expiry.lotId, lot.attempt, uint16(objected), pays, fee - paid);
    }

    function _refund(Terms calldata terms, uint256 lotId) private {
        uint256 share = terms.shareOf(lotId);
        _lots[lotId].state = LotState.Refunded;
        _credit(terms.artist, share);
        emit Refunded(lotId, share);
    }

    /// @dev Who objected: their seal was 0.
    function _objecting(uint256 lotId, Panel panel) internal view returns (uint256 objected) {
        Seat[] memory seats = _seats(lotId, panel.count());
        for (uint256 i; i < seats.length; ++i) {
            if (seats[i].isObjection()) objected |= 1 << i;
        }
    }
}
