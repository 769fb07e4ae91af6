// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account} from "../../../contracts/types/Account.sol";
import {JobState} from "../../../contracts/types/Job.sol";
import {LotState} from "../../../contracts/types/Lot.sol";
import {EscrowHandler} from "./EscrowHandler.sol";
import {vm} from "./Harness.sol";

/// @notice Compares the escrow with the handler's books. Each check gives "" when all is well.
contract EscrowBooks is EscrowHandler {
    /// @notice Every wei is somebody's credit, stake or leaving stake, or a live lot's.
    function moneyCheck() external view returns (string memory) {
        uint256 owed = escrowed;
        uint256 allStaked;
        for (uint256 i; i < accounts.length; ++i) {
            Account memory account = escrow.accounts(accounts[i]);
            owed += uint256(account.credit) + account.stake + escrow.unbonding(accounts[i]).amount;
            allStaked += account.stake;
        }
        if (address(escrow).balance != owed) return "the balance is not what is owed";
        if (escrow.totalStake() != allStaked) return "the total is not the sum of the stakes";
        return "";
    }

    /// @notice The ledger is the one that the handler kept.
    function ledgerCheck() external view returns (string memory) {
        for (uint256 i; i < accounts.length; ++i) {
            address who = accounts[i];
            Account memory account = escrow.accounts(who);
            if (account.credit != credit[who]) return "credit";
            if (account.stake != staked[who]) return "stake";
            if (account.locked != locked[who]) return "locked";
            if (account.locked > account.stake) return "more is locked than staked";
            if (escrow.unbonding(who).amount != leaving[who]) return "unbonding";
        }
        return "";
    }

    /// @notice Locks are exactly the bonds of the lots in flight.
    function lockCheck() external view returns (string memory) {
        uint256 bonds;
        for (uint256 i; i < played.length; ++i) {
            bool inFlight = played[i].lot == LotState.Claimed || played[i].lot == LotState.Submitted;
            if (inFlight) bonds += 5 * uint256(played[i].terms.order.maxPrice);
        }
        for (uint256 i; i < operators.length; ++i) {
            uint256 held = escrow.accounts(operators[i]).locked;
            if (held > bonds) return "a lock without a lot";
            bonds -= held;
        }
        return bonds == 0 ? "" : "a lot without a lock";
    }

    /// @notice Jobs and lots are in the states of the books, and a token exists where a job minted, once.
    function stateCheck() external view returns (string memory) {
        uint256 tokens;
        for (uint256 i; i < played.length; ++i) {
            Played storage job = played[i];
            if (escrow.jobs(i + 1).state != job.job) return "job state";
            if (escrow.lots((i + 1) << 16).state != job.lot) return "lot state";
            if (escrow.lots((i + 1) << 16).attempt != job.attempt) return "attempt";
            bool minted = job.job == JobState.Minted;
            if (job.mints != (minted ? 1 : 0)) return "minted more than once";
            if (minted && job.lot != LotState.Final) return "minted without a final lot";
            if (minted && art.metadataDigestOf(i + 1) != bytes32((i + 1) << 16)) return "metadata";
            if (minted && art.ownerOf(i + 1) != job.terms.order.recipient) return "owner";
            if (minted) ++tokens;
        }
        uint256 held;
        for (uint256 i; i < recipients.length; ++i) {
            held += art.balanceOf(recipients[i]);
        }
        return held == tokens ? "" : "tokens that no job minted";
    }

    /// @notice Whatever has happened: after the deadlines everybody gets everything out, with nobody's help, in
    /// at most three transactions each. Leaves the escrow empty.
    function settleAll() external {
        clock += 100 days;
        vm.warp(clock);
        for (uint256 i; i < played.length; ++i) {
            Played storage job = played[i];
            uint256 lotId = (i + 1) << 16;
            if (job.job == JobState.Live) escrow.close(job.terms, i + 1);
            if (job.lot != LotState.Final && job.lot != LotState.Refunded) {
                escrow.expire(job.terms, lotId, job.claim, job.submission);
            }
            LotState end = escrow.lots(lotId).state;
            require(end == LotState.Final || end == LotState.Refunded, "a lot is stuck");
        }
        for (uint256 i; i < accounts.length; ++i) {
            takeOut(accounts[i]);
        }
        require(address(escrow).balance == 0, "money is stuck");
    }

    function takeOut(address who) private {
        Account memory account = escrow.accounts(who);
        require(account.locked == 0, "a lock is stuck");
        vm.startPrank(who);
        if (account.credit != 0) escrow.withdraw(address(0x0C03));
        if (account.stake != 0) escrow.requestUnstake(account.stake);
        vm.warp(clock + 1 days);
        if (escrow.unbonding(who).amount != 0) escrow.unstake(address(0x0C03));
        vm.warp(clock);
        vm.stopPrank();
    }
}
