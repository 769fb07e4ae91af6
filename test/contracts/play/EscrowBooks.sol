// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account, Unbonding} from "../../../contracts/types/Account.sol";
import {Job, JobState} from "../../../contracts/types/Job.sol";
import {Lot, LotState} from "../../../contracts/types/Lot.sol";
import {Seated} from "../../../contracts/types/Seated.sol";
import {Terms} from "../../../contracts/types/Terms.sol";
import {EscrowExits} from "./EscrowExits.sol";

/// @notice Compares the escrow with the handler's books. Each check gives "" when all is well.
contract EscrowBooks is EscrowExits {
    /// @notice Every wei is somebody's credit (the burned are nobody's), stake or leaving stake, a lot's that is
    /// not settled, or was forced; and each account is as the books have it.
    function moneyCheck() external view returns (string memory) {
        uint256 owed = escrowed + forced;
        uint256 allStake;
        for (uint256 i; i < accounts.length; ++i) {
            address who = accounts[i];
            Book memory book = books[who];
            Account memory account = escrow.accounts(who);
            Unbonding memory leaving = escrow.unbonding(who);
            owed += uint256(account.credit) + account.stake + leaving.amount;
            allStake += account.stake;
            if (account.credit != book.credit) return "credit";
            if (account.stake != book.stake) return "stake";
            if (account.locked != book.locked) return "locked";
            if (account.locked > account.stake) return "more is locked than staked";
            if (leaving.amount != book.leaving) return "unbonding";
        }
        if (address(escrow).balance != owed) return "the balance is not what is owed";
        if (escrow.totalStake() != allStake || allStake != allStaked) return "the total is not the sum of the stakes";
        return "";
    }

    /// @notice Locks are exactly the bonds of the lots in flight and their attesters' prices.
    function lockCheck() external view returns (string memory) {
        uint256 locks;
        for (uint256 i; i < played.length; ++i) {
            Terms memory terms = played[i].terms;
            for (uint256 lotId = (i + 1) << 16; indexOf(lotId) < lotCount(terms); ++lotId) {
                PlayedLot storage lot = lots[lotId];
                if (lot.state != LotState.Claimed && lot.state != LotState.Submitted) continue;
                if (lot.claim.operator != address(0)) locks += 5 * shareOf(terms, indexOf(lotId));
                locks += lot.seats.length * uint256(lot.claim.price);
            }
        }
        for (uint256 i; i < operators.length; ++i) {
            uint256 held = escrow.accounts(operators[i]).locked;
            if (held > locks) return "a lock without a lot";
            locks -= held;
        }
        return locks == 0 ? "" : "a lot without a lock";
    }

    /// @notice Jobs and lots are in the states of the books, and a token exists where a job minted, once.
    function stateCheck() external view returns (string memory) {
        uint256 tokens;
        for (uint256 i; i < played.length; ++i) {
            PlayedJob storage job = played[i];
            Job memory kept = escrow.jobs(i + 1);
            if (kept.state != job.state || kept.finalLots != job.finalLots) return "job";
            string memory fault = lotsFault(i + 1, job.state == JobState.Minted);
            if (bytes(fault).length != 0) return fault;
            if (job.mints != (job.state == JobState.Minted ? 1 : 0)) return "minted more than once";
            if (job.mints == 0) continue;
            uint256 lastLot = ((i + 1) << 16) + lotCount(job.terms) - 1;
            if (art.metadataDigestOf(i + 1) != bytes32(lastLot)) return "metadata";
            if (art.ownerOf(i + 1) != job.terms.order.recipient) return "owner";
            (address receiver, uint16 bps) = escrow.royaltyOf(i + 1);
            if (receiver != job.terms.order.royaltyReceiver || bps != job.terms.order.royaltyBps) return "royalty";
            if (escrow.operatorShareOf(i + 1) != job.terms.order.operatorShareBps) return "operator share";
            if (!workersAreNamed(i + 1)) return "who computed";
            ++tokens;
        }
        uint256 held;
        for (uint256 i; i < recipients.length; ++i) {
            held += art.balanceOf(recipients[i]);
        }
        return held == tokens ? "" : "tokens that no job minted";
    }

    function lotsFault(uint256 jobId, bool minted) private view returns (string memory) {
        Terms memory terms = played[jobId - 1].terms;
        uint256 tiles;
        uint256 shares;
        uint256 all = lotCount(terms);
        for (uint256 i; i < all; ++i) {
            uint256 lotId = (jobId << 16) + i;
            PlayedLot storage lot = lots[lotId];
            Lot memory kept = escrow.lots(lotId);
            if (kept.state != lot.state || kept.attempt != lot.attempt || kept.time != lot.time) return "lot";
            if (minted && lot.state != LotState.Final) return "minted without all lots final";
            if (!panelIsKept(lotId)) return "panel";
            if (i == 0 || i + 1 < all) tiles += tilesIn(terms, i);
            shares += shareOf(terms, i);
        }
        if (tiles != terms.tiles) return "a tile lies in no lot, or in two";
        return shares == terms.order.maxPrice ? "" : "the shares are not the whole";
    }

    /// @dev The escrow names the operator of each lot of tiles, and all of them together have all tiles.
    function workersAreNamed(uint256 jobId) private view returns (bool) {
        Terms memory terms = played[jobId - 1].terms;
        uint256 count = tileLots(terms);
        if (count == 1 && terms.order.operatorShareBps == 0) return true;
        uint256 all;
        for (uint256 i; i < count; ++i) {
            PlayedLot storage lot = lots[(jobId << 16) + i];
            (address operator, uint256 tiles) = escrow.computedBy(terms, (jobId << 16) + i, lot.claim, lot.submission);
            if (operator != lot.claim.operator) return false;
            all += tiles;
        }
        return all == terms.tiles;
    }

    function panelIsKept(uint256 lotId) private view returns (bool) {
        PlayedLot storage lot = lots[lotId];
        if (lot.state == LotState.Open) return true;
        (uint40 seed, uint64 target, bool isCold, Seated[] memory seated) = escrow.panels(lotId);
        if (seed != lot.seed || target != lot.target || isCold != lot.isCold) return false;
        if (seated.length != lot.seats.length) return false;
        for (uint256 i; i < seated.length; ++i) {
            PlayedSeat memory seat = lot.seats[i];
            bool same = seated[i].operator == seat.operator && seated[i].age == seat.age && seated[i].tag == seat.tag;
            if (!same) return false;
        }
        return true;
    }
}
