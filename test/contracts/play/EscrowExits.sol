// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account} from "../../../contracts/types/Account.sol";
import {JobState} from "../../../contracts/types/Job.sol";
import {LotState} from "../../../contracts/types/Lot.sol";
import {EscrowHandler} from "./EscrowHandler.sol";
import {vm} from "./Harness.sol";

/// @notice The ways out. After the deadlines a party needs nobody's help, and at most three transactions for each
/// thing that is its own: an artist for a job's money or its token, an operator for the stake that a lot binds.
contract EscrowExits is EscrowHandler {
    /// @dev Transactions that a party has sent about a job.
    mapping(uint256 jobId => mapping(address party => uint256 count)) private steps;

    /// @notice Whatever has happened: everybody gets everything out. Leaves nothing in the escrow but what was
    /// burned or forced.
    function settleAll() external onClock {
        goTo(clock + 100 days);
        for (uint256 jobId = 1; jobId <= played.length; ++jobId) {
            PlayedJob storage job = played[jobId - 1];
            // In every other job operators free what is theirs; in the rest the artist ends all by itself.
            if (jobId % 2 == 0) freeLocks(jobId);
            if (job.state == JobState.Live && jobId % 4 < 2 && isJoinable(jobId)) takeToken(jobId);
            else takeMoney(jobId);
            require(job.state != JobState.Live, "a job is stuck");
            for (uint256 i; i < lotCount(job.terms); ++i) {
                LotState end = escrow.lots((jobId << 16) + i).state;
                require(end == LotState.Final || end == LotState.Refunded, "a lot is stuck");
            }
        }
        require(bytes(disagreement).length == 0, disagreement);
        for (uint256 i; i + 1 < accounts.length; ++i) {
            takeOut(accounts[i]);
        }
        require(address(escrow).balance == forced + books[address(0)].credit, "money is stuck");
    }

    /// @dev One transaction of each whose stake is bound; two more take the stake home (`takeOut`).
    function freeLocks(uint256 jobId) private {
        for (uint256 i; i < operators.length; ++i) {
            uint256[] memory lotIds = overdueOf(jobId);
            uint256 found;
            for (uint256 j; j < lotIds.length; ++j) {
                if (binds(lotIds[j], operators[i])) lotIds[found++] = lotIds[j];
            }
            assembly ("memory-safe") {
                mstore(lotIds, found)
            }
            if (found != 0) expireBy(jobId, lotIds, operators[i], 1);
        }
    }

    /// @dev Two transactions of the artist at most; one more takes the money home (`takeOut`). Where operators have
    /// freed what is theirs, the artist does nothing: one of them ends its job, unless all tiles are there.
    function takeMoney(uint256 jobId) private {
        PlayedJob storage job = played[jobId - 1];
        address artist = job.terms.artist;
        if (job.state == JobState.Live) {
            address closer = jobId % 2 == 0 && !isJoinable(jobId) ? operators[0] : artist;
            step(jobId, closer, 2);
            _close(jobId, closer);
        }
        uint256[] memory lotIds = overdueOf(jobId);
        if (lotIds.length != 0) expireBy(jobId, lotIds, artist, 2);
    }

    /// @dev Three transactions of an artist whose tiles are all computed, at most.
    function takeToken(uint256 jobId) private {
        PlayedJob storage job = played[jobId - 1];
        address artist = job.terms.artist;
        uint256[] memory lotIds = overdueOf(jobId);
        if (lotIds.length != 0) expireBy(jobId, lotIds, artist, 3);
        uint256 lotId = (jobId << 16) + job.finalLots;
        (uint256 window,) = timesOf(job.terms.order);
        uint256 before = clock;
        goTo(openedAt(lotId) + window);
        step(jobId, artist, 3);
        _assemble(jobId, artist, true);
        goTo(lots[lotId].time + window);
        step(jobId, artist, 3);
        _finalise(lotId, artist);
        require(job.state == JobState.Minted && clock <= before + 2 * window, "the artist has no token");
    }

    function expireBy(uint256 jobId, uint256[] memory lotIds, address party, uint256 most) private {
        step(jobId, party, most);
        _expire(lotIds, party);
    }

    function step(uint256 jobId, address party, uint256 most) private {
        require(++steps[jobId][party] <= most, "a way out takes too many transactions");
    }

    function isJoinable(uint256 jobId) private view returns (bool) {
        PlayedJob storage job = played[jobId - 1];
        return job.finalLots != 0 && job.finalLots == tileLots(job.terms);
    }

    function binds(uint256 lotId, address operator) private view returns (bool) {
        PlayedLot storage lot = lots[lotId];
        if (lot.claim.operator == operator) return true;
        for (uint256 i; i < lot.seats.length; ++i) {
            if (lot.seats[i].operator == operator) return true;
        }
        return false;
    }

    /// @dev What is free: credit in one transaction, stake in two.
    function takeOut(address who) private {
        Account memory account = escrow.accounts(who);
        require(account.locked == 0, "a lock is stuck");
        vm.startPrank(who);
        if (account.credit != 0) escrow.withdraw(address(0x0C03));
        if (account.stake != 0) escrow.requestUnstake(account.stake);
        vm.warp(clock + COLD_WINDOW + SLOW_GRACE);
        if (escrow.unbonding(who).amount != 0) escrow.unstake(address(0x0C03));
        vm.warp(clock);
        vm.stopPrank();
    }
}
