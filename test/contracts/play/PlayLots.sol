// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowEvents} from "../../../contracts/interfaces/IEscrowEvents.sol";
import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {Expiry} from "../../../contracts/types/Batch.sol";
import {JobState} from "../../../contracts/types/Job.sol";
import {Claim, LotState, Submission} from "../../../contracts/types/Lot.sol";
import {Order, Terms} from "../../../contracts/types/Terms.sol";
import {vm} from "./Harness.sol";
import {PlayAccounts} from "./PlayAccounts.sol";

/// @notice Plays the calls that move a lot: predicted, made, and booked.
contract PlayLots is PlayAccounts {
    function _claim(uint256 lotId, uint256 privateKey, uint256 minPayAbove) internal {
        Terms memory terms = jobOf(lotId).terms;
        PlayedLot storage lot = lots[lotId];
        uint256 open = openFor(lotId);
        uint256 price = priceOf(terms, indexOf(lotId), open);
        bytes memory refusal = claimRefusal(lotId, vm.addr(privateKey), operatorOf[privateKey]);
        if (refusal.length == 0 && minPayAbove > 1) {
            refusal = abi.encodeWithSelector(IEscrowEvents.PriceTooLow.selector, price, price + minPayAbove - 1);
        }
        uint256 bond = 5 * shareOf(terms, indexOf(lotId));
        if (refusal.length == 0) refusal = stakeRefusal(operatorOf[privateKey], bond);
        uint256 minPay = minPayAbove == 0 ? 0 : price + minPayAbove - 1;
        bytes memory call_ = abi.encodeCall(escrow.claim, (terms, lotId, minPay));
        if (!tries("claim", vm.addr(privateKey), 0, call_, refusal)) return;
        books[operatorOf[privateKey]].locked += bond;
        lot.claim = Claim(operatorOf[privateKey], uint96(price), uint32(open));
        lot.state = LotState.Claimed;
        lot.time = clock + terms.order.claimSeconds;
        ++count[isAssembly(lotId) ? "assembly claimed" : "claimed"];
    }

    function _submit(uint256 lotId, uint256 privateKey, bool right) internal {
        PlayedLot storage lot = lots[lotId];
        address operator = operatorOf[privateKey];
        Submission memory submission = submissionOf(lotId, lot.claim.operator, right);
        bytes memory refusal;
        if (lot.state != LotState.Claimed) refusal = wrongLot(lot.state, LotState.Claimed);
        else if (operator != lot.claim.operator) {
            refusal = abi.encodeWithSelector(INodeStakes.NotTheOperator.selector, operator, lot.claim.operator);
        } else if (clock >= lot.time) refusal = abi.encodeWithSelector(IEscrowEvents.PastDue.selector, lot.time);
        bytes memory call_ = abi.encodeCall(
            escrow.submit,
            (
                jobOf(lotId).terms,
                lotId,
                lot.claim,
                submission.outputRoot,
                submission.metadataDigest,
                submission.seal
            )
        );
        if (!tries("submit", vm.addr(privateKey), 0, call_, refusal)) return;
        bookSubmission(lot, submission, right);
        ++count["submitted"];
    }

    function _assemble(uint256 jobId, address by, bool right) internal {
        PlayedJob storage job = played[jobId - 1];
        uint256 lotId = (jobId << 16) + tileLots(job.terms);
        PlayedLot storage lot = lots[lotId];
        Submission memory submission = submissionOf(lotId, job.terms.artist, right);
        uint256 open = openFor(lotId);
        (uint256 window,) = timesOf(job.terms.order);
        bytes memory refusal;
        if (lotCount(job.terms) == 1) refusal = abi.encodeWithSelector(IEscrowEvents.UnknownLot.selector, lotId);
        else if (by != job.terms.artist) refusal = abi.encodeWithSelector(IEscrowEvents.NotTheArtist.selector, by);
        else refusal = openRefusal(lotId);
        if (refusal.length == 0 && open < window) {
            refusal = abi.encodeWithSelector(INodeStakes.TooEarly.selector, clock - open + window);
        }
        bytes memory call_ = abi.encodeCall(
            escrow.assemble,
            (job.terms, jobId, submission.outputRoot, submission.metadataDigest, submission.seal)
        );
        if (!tries("assemble", by, 0, call_, refusal)) return;
        lot.claim = Claim(address(0), 0, uint32(open));
        bookSubmission(lot, submission, right);
        ++count["assembled"];
    }

    function _finalise(uint256 lotId, address by) internal {
        PlayedJob storage job = jobOf(lotId);
        PlayedLot storage lot = lots[lotId];
        bytes32[] memory none;
        bytes32[] memory probes = lot.seats.length == 0 && indexOf(lotId) % 2 == 0 ? none : probesOf(lotId);
        bytes memory call_ = abi.encodeCall(
            escrow.finalise, (job.terms, lotId, lot.claim, lot.submission, probeOf(lotId), probes)
        );
        if (!tries("finalise", by, 0, call_, finaliseRefusal(lotId))) return;
        bool fast = lot.seats.length != 0 && clock < lot.time + WINDOW;
        ++count[fast ? "final fast" : lot.isCold ? "final cold" : "final slowly"];
        bookSplit(lotId);
        lot.state = LotState.Final;
        ++job.finalLots;
        bool isWhole = job.finalLots == lotCount(job.terms);
        if (!isWhole && job.finalLots == tileLots(job.terms)) job.assemblyOpenedAt = clock;
        if (job.state == JobState.Live && isWhole) {
            job.state = JobState.Minted;
            ++job.mints;
            bool byArtist = lot.claim.operator == address(0);
            ++count[byArtist ? "minted by the artist" : job.finalLots > 1 ? "minted from several lots" : "minted"];
        } else if (job.state == JobState.Closed) {
            ++count["paid without a mint"];
        }
    }

    /// @param lotIds All of one job; each of them once.
    function _expire(uint256[] memory lotIds, address by) internal {
        PlayedJob storage job = jobOf(lotIds[0]);
        Expiry[] memory expiries = new Expiry[](lotIds.length);
        bytes memory refusal;
        for (uint256 i; i < lotIds.length; ++i) {
            expiries[i] = Expiry(lotIds[i], lots[lotIds[i]].claim, lots[lotIds[i]].submission);
            if (refusal.length == 0) refusal = expireRefusal(lotIds[i]);
        }
        if (!tries("expire", by, 0, abi.encodeCall(escrow.expire, (job.terms, expiries)), refusal)) return;
        for (uint256 i; i < lotIds.length; ++i) {
            bookExpiry(lotIds[i]);
        }
        if (lotIds.length > 1) ++count["expired together"];
    }

    function _close(uint256 jobId, address by) internal {
        PlayedJob storage job = played[jobId - 1];
        bytes memory refusal;
        if (job.state != JobState.Live) refusal = wrongJob(job.state, JobState.Live);
        else if (by != job.terms.artist) {
            uint256 deadline = job.terms.order.deadline;
            if (job.finalLots == tileLots(job.terms)) {
                refusal = abi.encodeWithSelector(IEscrowEvents.NotTheArtist.selector, by);
            } else if (clock < deadline) refusal = abi.encodeWithSelector(INodeStakes.TooEarly.selector, deadline);
        }
        if (!tries("close", by, 0, abi.encodeCall(escrow.close, (job.terms, jobId)), refusal)) return;
        job.state = JobState.Closed;
        ++count[by == job.terms.artist ? "closed by the artist" : "closed by another"];
    }

    /// @dev Of a lot that is not open any number will do: the call is refused.
    function openFor(uint256 lotId) private view returns (uint256) {
        return lots[lotId].state == LotState.Open ? clock - openedAt(lotId) : 0;
    }

    function claimRefusal(uint256 lotId, address key, address operator) private view returns (bytes memory refusal) {
        if (operator == address(0)) return abi.encodeWithSelector(INodeStakes.NotAKey.selector, key);
        refusal = openRefusal(lotId);
        if (refusal.length != 0) return refusal;
        Terms memory terms = jobOf(lotId).terms;
        uint256 earliest = clock + span(terms.order) * (isLast(terms, indexOf(lotId)) ? 1 : 2);
        if (terms.order.deadline >= earliest) return "";
        return abi.encodeWithSelector(IEscrowEvents.DeadlineTooNear.selector, terms.order.deadline, earliest);
    }

    /// @dev Why a lot is not there for the taking.
    function openRefusal(uint256 lotId) private view returns (bytes memory) {
        PlayedJob storage job = jobOf(lotId);
        if (job.state != JobState.Live) return wrongJob(job.state, JobState.Live);
        if (lots[lotId].state != LotState.Open) return wrongLot(lots[lotId].state, LotState.Open);
        if (!isAssembly(lotId) || job.finalLots == tileLots(job.terms)) return "";
        return abi.encodeWithSelector(IEscrowEvents.AssemblyNotOpen.selector, job.finalLots, tileLots(job.terms));
    }

    function stakeRefusal(address operator, uint256 amount) private view returns (bytes memory) {
        if (freeOf(operator) >= amount) return "";
        return abi.encodeWithSelector(INodeStakes.StakeTooLow.selector, freeOf(operator), amount);
    }

    function finaliseRefusal(uint256 lotId) private view returns (bytes memory) {
        PlayedLot storage lot = lots[lotId];
        if (lot.state != LotState.Submitted) return wrongLot(lot.state, LotState.Submitted);
        (uint256 opensAt, uint256 closesAt) = decisionTimes(lotId);
        if (clock >= closesAt) return abi.encodeWithSelector(IEscrowEvents.TooLate.selector, closesAt);
        if (!lot.sealIsRight) {
            bytes32 given = lot.submission.seal;
            return abi.encodeWithSelector(IEscrowEvents.SealMismatch.selector, given, given ^ bytes32(uint256(1)));
        }
        (uint256 agreeing, uint256 others) = votes(lotId);
        uint256 wanted = jobOf(lotId).terms.order.attesters;
        if (agreeing != 0 && others == 0 && agreeing >= wanted) opensAt = lot.time + FAST;
        if (clock < opensAt) return abi.encodeWithSelector(INodeStakes.TooEarly.selector, opensAt);
        if (others == 0 || agreeing > others) return "";
        return abi.encodeWithSelector(IEscrowEvents.VoteLost.selector, agreeing, others);
    }

    function votes(uint256 lotId) internal view returns (uint256 agreeing, uint256 others) {
        PlayedSeat[] storage seats = lots[lotId].seats;
        for (uint256 i; i < seats.length; ++i) {
            if (seats[i].agrees) ++agreeing;
            else ++others;
        }
    }

    function expireRefusal(uint256 lotId) private view returns (bytes memory) {
        PlayedLot storage lot = lots[lotId];
        uint256 from = lot.time;
        if (lot.state == LotState.Open) {
            JobState state = jobOf(lotId).state;
            return state == JobState.Closed ? bytes("") : wrongJob(state, JobState.Closed);
        }
        if (lot.state == LotState.Submitted) (, from) = decisionTimes(lotId);
        else if (lot.state != LotState.Claimed) return wrongLot(lot.state, LotState.Submitted);
        return clock >= from ? bytes("") : abi.encodeWithSelector(INodeStakes.TooEarly.selector, from);
    }

    /// @dev The lot's share goes to those who earned it, to the wei.
    function bookSplit(uint256 lotId) private {
        Terms memory terms = jobOf(lotId).terms;
        Claim memory claim_ = lots[lotId].claim;
        uint256 share = shareOf(terms, indexOf(lotId));
        uint256 left = share;
        uint256 fee = uint256(claim_.price) * FEE_BPS / 10_000;
        uint256 pay = claim_.price - fee;
        if (isAttested(lotId)) pay -= claim_.price / 10;
        left -= fee + pay + bookPanel(lotId, true);
        books[treasury].credit += fee;
        books[claim_.operator].credit += pay;
        books[terms.artist].credit += left;
        if (claim_.operator != address(0)) books[claim_.operator].locked -= 5 * share;
        escrowed -= share;
    }

    /// @dev Ends a panel: who spoke as the end turned out is paid, as long as there are parts.
    function bookPanel(uint256 lotId, bool agreeing) private returns (uint256 paid) {
        PlayedLot storage lot = lots[lotId];
        uint256 parts = jobOf(lotId).terms.order.attesters;
        for (uint256 i; i < lot.seats.length; ++i) {
            PlayedSeat memory seat = lot.seats[i];
            books[seat.operator].locked -= lot.claim.price;
            bool earns = agreeing ? seat.agrees : seat.tag == 0;
            if (!earns || parts == 0) continue;
            --parts;
            uint256 pay = payOf(lotId, seat.age);
            books[seat.operator].credit += pay;
            paid += pay;
            ++count[agreeing ? "attester paid" : "objector paid"];
        }
        delete lot.seats;
        delete lot.isCold;
        delete lot.seed;
        delete lot.target;
    }

    function bookExpiry(uint256 lotId) private {
        PlayedJob storage job = jobOf(lotId);
        PlayedLot storage lot = lots[lotId];
        uint256 share = shareOf(job.terms, indexOf(lotId));
        LotState was = lot.state;
        if (was != LotState.Open && lot.claim.operator != address(0)) {
            Book storage late = books[lot.claim.operator];
            uint256 fee = share / 4;
            late.stake -= fee;
            allStaked -= fee;
            late.locked -= 5 * share;
            bool voted = lot.seats.length != 0;
            uint256 paid = bookPanel(lotId, false);
            books[voted ? address(0) : job.terms.artist].credit += fee - paid;
            ++count[voted ? "vote expired" : was == LotState.Claimed ? "late with the result" : "late with the end"];
        } else if (was != LotState.Open) {
            ++count["artist late"];
        }
        if (job.state == JobState.Closed) {
            lot.state = LotState.Refunded;
            books[job.terms.artist].credit += share;
            escrowed -= share;
            ++count[was == LotState.Open ? "refunded when open" : "refunded when late"];
        } else {
            lot.state = LotState.Open;
            lot.time = clock - lot.claim.openSeconds;
            ++lot.attempt;
        }
    }

    function bookSubmission(PlayedLot storage lot, Submission memory submission, bool right) private {
        lot.submission = submission;
        lot.sealIsRight = right;
        lot.state = LotState.Submitted;
        lot.time = clock;
    }

    function submissionOf(uint256 lotId, address worker, bool right) private view returns (Submission memory) {
        bytes32 seal = sealFor(lotId, lots[lotId].attempt, worker, metadataOf(lotId), probeOf(lotId));
        if (!right) seal ^= bytes32(uint256(1));
        return Submission(OUTPUT_ROOT, metadataOf(lotId), seal, uint64(height));
    }

    function isAssembly(uint256 lotId) internal view returns (bool) {
        return indexOf(lotId) != 0 && isLast(jobOf(lotId).terms, indexOf(lotId));
    }

    function wrongLot(LotState has, LotState wants) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEscrowEvents.WrongLotState.selector, has, wants);
    }

    function wrongJob(JobState has, JobState wants) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEscrowEvents.WrongJobState.selector, has, wants);
    }
}
