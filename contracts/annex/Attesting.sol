// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PanelLedger} from "../PanelLedger.sol";
import {Draw} from "../libraries/Draw.sol";
import {L2Clock} from "../libraries/L2Clock.sol";
import {TermsShape} from "../libraries/TermsShape.sol";
import {Standing} from "../types/Account.sol";
import {Attestation} from "../types/Batch.sol";
import {Claim, Lot, LotState} from "../types/Lot.sol";
import {Panel, Panels} from "../types/Panel.sol";
import {Seat, Seats} from "../types/Seat.sol";
import {SkipReason} from "../types/Seated.sol";

/// @dev Who may check a submitted lot, and takes a seat. Documented in {IJobEscrow}.
abstract contract Attesting is PanelLedger {
    using TermsShape for Claim;

    function attest(Attestation[] calldata attestations) external {
        _requireBatch(attestations.length);
        address operator = operatorOf[msg.sender];
        if (operator == address(0)) revert NotAKey(msg.sender);
        for (uint256 i; i < attestations.length; ++i) {
            Attestation calldata given = attestations[i];
            _requireTerms(_jobs[given.lotId >> 16], given.terms, given.lotId);
            SkipReason reason = _attest(operator, given);
            if (reason != SkipReason.None) emit AttestationSkipped(given.lotId, operator, reason);
        }
    }

    function _attest(address operator, Attestation calldata given) private returns (SkipReason) {
        Lot memory lot = _lots[given.lotId];
        if (lot.state != LotState.Submitted) return SkipReason.NotSubmitted;
        if (lot.commitment != given.claim.commitment(given.submission)) return SkipReason.OtherSubmission;
        if (!_isAttested(given.terms, given.claim)) return SkipReason.NotWanted;
        Panel panel = _panel(given.lotId);
        (uint256 closesAt,) = _decisionTimes(given.terms, given.claim, lot, panel);
        if (block.timestamp >= closesAt) return SkipReason.WindowOver;
        if (operator == given.claim.operator) return SkipReason.OwnWork;
        Standing memory standing = _standings[operator];
        SkipReason reason = _mayTakeSeat(given, panel, standing.number);
        if (reason != SkipReason.None) return reason;
        if (standing.raisedAt == 0 || standing.raisedAt >= lot.time) return SkipReason.StakeTooRecent;

        if (panel.seed() == 0) {
            (reason, panel) = _drawSeed(given, lot, panel);
            if (reason != SkipReason.None) return reason;
        }
        uint256 age = block.timestamp - lot.time;
        if (!_isDrawn(operator, panel.seed(), given.lotId, lot.attempt, age)) return SkipReason.NotDrawn;
        if (!_canLock(operator, given.claim.price)) return SkipReason.StakeTooLow;

        _lock(operator, given.claim.price);
        (uint256 window,) = _windowAndGrace(given.terms.order.finalityClass);
        if (age >= window && _isThin(given.terms.order, panel)) panel = panel.cooled();
        _takeSeat(given.lotId, panel, Seats.seatOf(standing.number, age, given.seal));
        emit Attested(given.lotId, operator, msg.sender, lot.attempt, panel.seed(), given.seal, age);
        return SkipReason.None;
    }

    function _mayTakeSeat(Attestation calldata given, Panel panel, uint32 number) private view returns (SkipReason) {
        uint256 count = panel.count();
        if (count == uint256(given.terms.order.attesters) + SPARE_SEATS) return SkipReason.PanelFull;
        Seat[] memory seats = _seats(given.lotId, count);
        for (uint256 i; i < count; ++i) {
            if (seats[i].number() == number) return SkipReason.AlreadyAttested;
        }
        return SkipReason.None;
    }

    /// @dev The seed is the hash of a block after the submit; if it is gone, of the next block.
    function _drawSeed(Attestation calldata given, Lot memory lot, Panel panel) private returns (SkipReason, Panel) {
        uint64 target = panel.target();
        if (target == 0) target = given.submission.l2Block + 1;
        uint64 current = L2Clock.blockNumber(ON_ARBITRUM);
        if (current <= target) return (SkipReason.SeedPending, panel);
        bytes32 blockHash = L2Clock.blockHash(ON_ARBITRUM, target);
        if (blockHash != 0) return (SkipReason.None, Panels.seeded(Draw.seedOf(blockHash)));

        _panels[given.lotId << WORD_BITS] = Panel.unwrap(Panels.awaiting(current));
        emit DrawRetargeted(given.lotId, lot.attempt, current);
        return (SkipReason.SeedGone, panel);
    }

    function _isDrawn(address operator, uint40 seed, uint256 lotId, uint256 attempt, uint256 age)
        private
        view
        returns (bool)
    {
        return Draw.isDrawn(seed, lotId, attempt, operator, age, _accounts[operator].stake, totalStake);
    }

    function _takeSeat(uint256 lotId, Panel panel, Seat seat) private {
        uint256 index = panel.count();
        uint256 first = Panel.unwrap(panel.grown());
        if (index < Panels.SEATS_PER_WORD) {
            _panels[lotId << WORD_BITS] = Panels.seated(first, index, seat);
        } else {
            _panels[lotId << WORD_BITS] = first;
            uint256 key = _wordKey(lotId, index);
            _panels[key] = Panels.seated(_panels[key], index, seat);
        }
    }
}
