// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JobLedger} from "./JobLedger.sol";
import {IJobLedger} from "./interfaces/IJobLedger.sol";
import {Draw} from "./libraries/Draw.sol";
import {Offer} from "./libraries/Offer.sol";
import {Seals} from "./libraries/Seals.sol";
import {Claim, Lot, Submission} from "./types/Lot.sol";
import {Panel, Panels} from "./types/Panel.sol";
import {Seat} from "./types/Seat.sol";
import {Seated} from "./types/Seated.sol";
import {Order, Terms} from "./types/Terms.sol";

/// @dev What attesters have said of submitted lots, how that is judged and paid.
abstract contract PanelLedger is JobLedger {
    /// A panel of at most ten seats has five words: three bits of a key.
    uint256 internal constant WORD_BITS = 3;

    mapping(uint256 lotIdAndWord => uint256 word) internal _panels;

    /// @inheritdoc IJobLedger
    function panels(uint256 lotId)
        external
        view
        returns (uint40 seed, uint64 target, bool isCold, Seated[] memory seated)
    {
        Panel panel = _panel(lotId);
        seed = panel.seed();
        if (seed == 0) target = panel.target();
        isCold = panel.isCold();
        Seat[] memory seats = _seats(lotId, panel.count());
        seated = new Seated[](seats.length);
        for (uint256 i; i < seats.length; ++i) {
            seated[i] = Seated(_sitter(seats[i]), uint24(seats[i].age()), seats[i].tag());
        }
    }

    function _panel(uint256 lotId) internal view returns (Panel) {
        return Panel.wrap(_panels[lotId << WORD_BITS]);
    }

    /// @dev The panel where the claim is attested; an empty one, unread, where nobody was asked.
    function _panelOf(Terms calldata terms, uint256 lotId, Claim calldata claim) internal view returns (Panel) {
        return _isAttested(terms, claim) ? _panel(lotId) : Panel.wrap(0);
    }

    /// @dev Which seats agree with the submission: those whose seal opens with its roots and the sample's probe.
    function _agreeing(
        Terms calldata terms,
        uint256 lotId,
        Lot memory lot,
        Submission calldata submission,
        bytes32[] calldata tileProbes,
        Panel panel
    ) internal view returns (uint256 agreed, uint256 matching) {
        bytes32 probe = Draw.sampleProbe(panel.seed(), lotId, lot.attempt, terms.order.sampleTiles, tileProbes);
        Seat[] memory seats = _seats(lotId, panel.count());
        for (uint256 i; i < seats.length; ++i) {
            bytes32 opened = Seals.sealOf(
                lotId,
                lot.attempt,
                _sitter(seats[i]),
                submission.outputRoot,
                submission.metadataDigest,
                probe
            );
            if (seats[i].tag() == bytes6(opened)) {
                agreed |= 1 << i;
                ++matching;
            }
        }
    }

    /// @dev Ends a panel: releases all locks, pays the first of the chosen seats, and clears it.
    /// @param chosen Bit mask of the seats that earn.
    /// @return pays Per seat, in wei.
    function _settlePanel(Order calldata order, uint256 lotId, Claim calldata claim, Panel panel, uint256 chosen)
        internal
        returns (uint256[] memory pays, uint256 paid)
    {
        Seat[] memory seats = _seats(lotId, panel.count());
        pays = new uint256[](seats.length);
        uint256 pot = Offer.attestersPot(claim.price);
        (uint256 window,) = _windowAndGrace(order.finalityClass);
        uint256 left = order.attesters;
        for (uint256 i; i < seats.length; ++i) {
            if (left != 0 && chosen & (1 << i) != 0) {
                pays[i] = Offer.attesterPay(pot, seats[i].age(), window, order.attesters);
                paid += pays[i];
                --left;
            }
            _releaseAndCredit(_sitter(seats[i]), claim.price, pays[i]);
        }
        for (uint256 i; i < seats.length; i += Panels.SEATS_PER_WORD) {
            delete _panels[_wordKey(lotId, i)];
        }
    }

    /// @dev A panel without seats can still hold where its draw hangs.
    function _clearPanel(uint256 lotId) internal {
        delete _panels[lotId << WORD_BITS];
    }

    function _seats(uint256 lotId, uint256 count) internal view returns (Seat[] memory seats) {
        seats = new Seat[](count);
        for (uint256 i; i < count; ++i) {
            seats[i] = Panels.seatAt(_panels[_wordKey(lotId, i)], i);
        }
    }

    function _wordKey(uint256 lotId, uint256 seatIndex) internal pure returns (uint256) {
        return (lotId << WORD_BITS) + seatIndex / Panels.SEATS_PER_WORD;
    }

    function _sitter(Seat seat) private view returns (address) {
        return _operators[seat.number() - 1];
    }
}
