// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JobState} from "../../../contracts/types/Job.sol";
import {LotState} from "../../../contracts/types/Lot.sol";
import {Terms} from "../../../contracts/types/Terms.sol";
import {vm} from "./Harness.sol";
import {PlayPanels} from "./PlayPanels.sol";

/// @notice What the campaign calls: every function takes one number and makes one move of it. None ever reverts.
contract EscrowHandler is PlayPanels {
    constructor() onClock {
        for (uint256 i; i < 3; ++i) {
            _post(mix(i));
        }
    }

    function claim(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 lotId = pick(seed, LotState.Open);
        _claim(lotId, keys[(seed >> 8) % 9], (seed >> 16) % 4 == 0 ? 1 + (seed >> 18) % 2 : 0);
    }

    function submit(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 lotId = pick(seed, LotState.Claimed);
        uint256 privateKey = (seed >> 24) % 8 == 0 ? keys[(seed >> 8) % 9] : keyOf(lots[lotId].claim.operator);
        _submit(lotId, privateKey, (seed >> 32) % 8 != 0);
    }

    function assemble(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 jobId = joinableJob(seed) + 1;
        address artist = played[jobId - 1].terms.artist;
        uint256 lotId = (jobId << 16) + tileLots(played[jobId - 1].terms);
        (uint256 window,) = timesOf(played[jobId - 1].terms.order);
        bool waits = lots[lotId].state == LotState.Open && played[jobId - 1].assemblyOpenedAt != 0;
        if ((seed >> 8) % 2 == 0 && waits) goTo(openedAt(lotId) + window - (seed >> 16) % 4 / 3);
        _assemble(jobId, (seed >> 24) % 8 == 0 ? anybody(seed) : artist, (seed >> 32) % 8 != 0);
    }

    function attest(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256[] memory lotIds = new uint256[](1 + (seed >> 16) % 3);
        Opinion[] memory opinions = new Opinion[](lotIds.length);
        for (uint256 i; i < lotIds.length; ++i) {
            lotIds[i] = pick(mix(seed + i), LotState.Submitted);
            opinions[i] = opinion(mix(seed + i) >> 64);
        }
        _attest(keys[(seed >> 8) % 9], lotIds, opinions);
    }

    /// @dev All who can sit down at one lot.
    function attestAll(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256[] memory lotIds = new uint256[](1);
        lotIds[0] = submittedLot(seed);
        if (height < lots[lotIds[0]].submission.l2Block + 2) height = lots[lotIds[0]].submission.l2Block + 2;
        vm.roll(height);
        // Sometimes too late for all but the cold window.
        uint256 late = (seed >> 28) % 4 == 0 ? WINDOW : 0;
        if ((seed >> 24) % 2 == 0) goTo(lots[lotIds[0]].time + late + (seed >> 32) % 120);
        Opinion[] memory opinions = new Opinion[](1);
        for (uint256 i; i < 1 + (seed >> 8) % 9; ++i) {
            opinions[0] = (seed >> 16) % 4 == 0 ? opinion(mix(seed + i)) : Opinion.Right;
            _attest(keys[i], lotIds, opinions);
        }
    }

    /// @dev Left to chance alone, most panels would find no lot to judge.
    function submittedLot(uint256 seed) private returns (uint256 lotId) {
        lotId = pick(seed, LotState.Submitted);
        if (lots[lotId].state == LotState.Submitted && (isAttested(lotId) || seed % 4 == 0)) return lotId;
        _post(seed);
        lotId = played.length << 16;
        if (lots[lotId].state == LotState.Open) _claim(lotId, keys[(seed >> 40) % 9], 0);
        if (lots[lotId].state == LotState.Claimed) _submit(lotId, keyOf(lots[lotId].claim.operator), true);
    }

    function finalise(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 lotId = pick(seed, LotState.Submitted);
        // Left to chance alone, few lots would end well.
        if (lots[lotId].state == LotState.Submitted && (seed >> 16) % 4 != 0) {
            (uint256 opensAt,) = decisionTimes(lotId);
            if ((seed >> 24) % 2 == 0) opensAt = lots[lotId].time + FAST;
            goTo(opensAt - (seed >> 32) % 8 / 7);
        }
        _finalise(lotId, anybody(seed));
    }

    function expire(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256[] memory lotIds = new uint256[](1);
        lotIds[0] = pick(seed, (seed >> 16) % 2 == 0 ? LotState.Claimed : LotState.Submitted);
        PlayedLot storage lot = lots[lotIds[0]];
        (, uint256 closesAt) = decisionTimes(lotIds[0]);
        // Left to chance alone, few votes and few assemblies would lapse.
        bool lapses = (seed >> 40) % 4 == 0 && (lot.state == LotState.Claimed || lot.state == LotState.Submitted);
        if (lapses) goTo((lot.state == LotState.Claimed ? lot.time : closesAt) - (seed >> 48) % 8 / 7);
        if ((seed >> 24) % 2 == 0) lotIds = overdueOf(pickJob(seed) + 1);
        if (lotIds.length != 0) _expire(lotIds, anybody(seed));
    }

    function close(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 jobId = pickJob(seed) + 1;
        _close(jobId, (seed >> 8) % 4 == 0 ? played[jobId - 1].terms.artist : anybody(seed));
    }

    /// @dev One honest step with the first lot that is not settled.
    function advance(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 lotId = (joinableJob(seed >> 8) + 1) << 16;
        while (lots[lotId].state == LotState.Final && !isLast(jobOf(lotId).terms, indexOf(lotId))) {
            ++lotId;
        }
        PlayedLot storage lot = lots[lotId];
        if (lot.state == LotState.Open) _claim(lotId, keys[(seed >> 8) % 9], 0);
        else if (lot.state == LotState.Claimed) _submit(lotId, keyOf(lot.claim.operator), true);
        else if (lot.state == LotState.Submitted) {
            (uint256 opensAt,) = decisionTimes(lotId);
            goTo(opensAt);
            _finalise(lotId, anybody(seed));
        }
    }

    /// @dev All lots of tiles of one job, side by side: else few jobs of several lots would come to their assembly.
    function serve(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 first = (pickJob(seed) + 1) << 16;
        uint256 end = first + tileLots(jobOf(first).terms);
        for (uint256 lotId = first; lotId < end; ++lotId) {
            if (lots[lotId].state == LotState.Open) _claim(lotId, keys[(seed >> lotId % 64) % 8], 0);
        }
        uint256 latest;
        for (uint256 lotId = first; lotId < end; ++lotId) {
            PlayedLot storage lot = lots[lotId];
            if (lot.state == LotState.Claimed) _submit(lotId, keyOf(lot.claim.operator), true);
            (uint256 opensAt,) = decisionTimes(lotId);
            if (lot.state == LotState.Submitted && opensAt > latest) latest = opensAt;
        }
        // Half of them are left for attesters, or to lapse.
        if ((seed >> 8) % 2 == 0) return;
        goTo(latest);
        for (uint256 lotId = first; lotId < end; ++lotId) {
            if (lots[lotId].state == LotState.Submitted) _finalise(lotId, anybody(seed));
        }
    }

    /// @dev Half of the steps go to where a rule changes, or a second before or after.
    function wait(uint256 given) external {
        uint256 seed = mix(given);
        uint256 to = clock + (seed >> 8) % 400;
        if (seed % 2 == 0) to = edge(seed, pick(seed, LotState.Submitted)) + (seed >> 40) % 3;
        if (to > clock && to < clock + 5_000) goTo(to - 1);
        height += (seed >> 48) % 8 == 0 ? 300 : (seed >> 56) % 3;
    }

    function edge(uint256 seed, uint256 lotId) private view returns (uint256) {
        Terms memory terms = jobOf(lotId).terms;
        (uint256 opensAt, uint256 closesAt) = decisionTimes(lotId);
        (uint256 window,) = timesOf(terms.order);
        uint256 time = lots[lotId].time + 1;
        uint256 deadline = terms.order.deadline;
        uint256[8] memory edges = [
            time - 1,
            time + FAST - 1,
            time + window - 1,
            opensAt + 1,
            closesAt + 1,
            deadline,
            deadline - span(terms.order),
            deadline - 2 * span(terms.order)
        ];
        return edges[(seed >> 32) % 8];
    }

    function goTo(uint256 time) internal {
        if (time > clock) clock = time;
        vm.warp(clock);
    }

    function overdueOf(uint256 jobId) internal view returns (uint256[] memory lotIds) {
        PlayedJob storage job = played[jobId - 1];
        lotIds = new uint256[](lotCount(job.terms));
        uint256 found;
        for (uint256 i; i < lotIds.length; ++i) {
            uint256 lotId = (jobId << 16) + i;
            if (isOverdue(lotId)) lotIds[found++] = lotId;
        }
        assembly ("memory-safe") {
            mstore(lotIds, found)
        }
    }

    function isOverdue(uint256 lotId) internal view returns (bool) {
        PlayedLot storage lot = lots[lotId];
        if (lot.state == LotState.Open) return jobOf(lotId).state == JobState.Closed;
        if (lot.state == LotState.Claimed) return clock >= lot.time;
        (, uint256 closesAt) = decisionTimes(lotId);
        return lot.state == LotState.Submitted && clock >= closesAt;
    }

    function opinion(uint256 seed) private pure returns (Opinion) {
        if (seed % 4 != 0) return Opinion.Right;
        return seed % 8 == 0 ? Opinion.Wrong : Opinion.Objection;
    }

    /// @dev The last few jobs are where something still happens.
    function pickJob(uint256 seed) private view returns (uint256) {
        uint256 among = played.length < 4 ? played.length : 4;
        return played.length - 1 - (seed >> 128) % among;
    }

    /// @dev Half of the time one whose tiles are all computed, if there is one: else few would be joined.
    function joinableJob(uint256 seed) private view returns (uint256) {
        for (uint256 i = 1; i <= 8 && i <= played.length && seed % 2 == 0; ++i) {
            PlayedJob storage job = played[played.length - i];
            bool isJoinable = job.state == JobState.Live && job.finalLots != 0;
            if (isJoinable && job.finalLots + 1 == lotCounts[played.length - i]) return played.length - i;
        }
        return pickJob(seed);
    }

    /// @dev A lot in that state, if the last jobs have one; else any of them.
    function pick(uint256 seed, LotState wanted) private view returns (uint256 lotId) {
        uint256 start = seed >> 136;
        for (uint256 i; i < 16; ++i) {
            uint256 job = pickJob((start + i / 4) << 128);
            uint256 index = (start + i) % 4;
            if (index >= lotCounts[job]) index = 0;
            lotId = ((job + 1) << 16) + index;
            if (lots[lotId].state == wanted) return lotId;
        }
    }
}
