// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowEvents} from "../../../contracts/interfaces/IEscrowEvents.sol";
import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {ISeriesDrop} from "../../../contracts/interfaces/ISeriesDrop.sol";
import {Expiry} from "../../../contracts/types/Batch.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Series} from "../../../contracts/types/Series.sol";
import {WorkState} from "../../../contracts/types/SoldWork.sol";
import {Terms} from "../../../contracts/types/Terms.sol";
import {vm} from "./Harness.sol";
import {PlayedDrops} from "./PlayedDrops.sol";

/// @notice Plays the calls of drops: predicted, made, and booked.
contract PlayDrops is PlayedDrops {
    function _open(uint256 seed) internal {
        Series memory series = randomSeries(seed);
        vm.prank(ARTIST);
        address drop = factory.open(series);
        PlayedDrop storage played_ = played.push();
        played_.drop = ISeriesDrop(drop);
        played_.series = series;
    }

    function _buy(uint256 which, address buyer, uint256 quantity, uint256 tip, uint256 short) internal {
        PlayedDrop storage played_ = played[which];
        uint256 price = priceAt(played_, clock);
        uint256 cost = price * quantity;
        uint256 value = cost + tip > short ? cost + tip - short : 0;
        bytes memory refusal = buyRefusal(played_, buyer, quantity, purses[which][buyer].works);
        if (refusal.length == 0 && value < cost) {
            refusal = abi.encodeWithSelector(ISeriesDrop.ValueTooLow.selector, value, cost);
        }
        bytes memory call_ = abi.encodeCall(ISeriesDrop.buy, (quantity, price, new bytes32[](0)));
        if (!tries("buy", buyer, address(played_.drop), value, call_, refusal)) return;
        for (uint256 i; i < quantity; ++i) {
            PlayedWork storage sold = played_.works.push();
            sold.buyer = buyer;
            sold.paid = price;
            sold.state = WorkState.Sold;
            sold.target = height + 1;
        }
        Purse storage purse = purses[which][buyer];
        purse.works += quantity;
        purse.paid += cost;
        purse.credit += value - cost;
        purse.sent += value;
        ++count["bought"];
        if (played_.works.length < played_.series.supply) return;
        played_.soldOutAt = clock;
        ++count["sold out"];
    }

    function buyRefusal(PlayedDrop storage played_, address buyer, uint256 quantity, uint256 has)
        private
        view
        returns (bytes memory)
    {
        Series memory series = played_.series;
        if (clock < series.startsAt) return abi.encodeWithSelector(INodeStakes.TooEarly.selector, series.startsAt);
        if (clock >= series.endsAt) return abi.encodeWithSelector(IEscrowEvents.TooLate.selector, series.endsAt);
        uint256 left = series.supply - played_.works.length;
        if (quantity > left) return abi.encodeWithSelector(ISeriesDrop.TooFewLeft.selector, left);
        if (series.allowRoot != 0 && clock < series.allowEndsAt && buyer != accounts[0]) {
            return abi.encodeWithSelector(ISeriesDrop.NotOnTheList.selector, buyer);
        }
        if (has + quantity <= series.walletCap) return "";
        return abi.encodeWithSelector(ISeriesDrop.WalletCapPassed.selector, has + quantity, series.walletCap);
    }

    function _post(uint256 which, uint256[] memory indices) internal {
        PlayedDrop storage played_ = played[which];
        bytes memory call_ = abi.encodeCall(ISeriesDrop.post, (indices));
        if (!tries("post", accounts[3], address(played_.drop), 0, call_, postRefusal(played_, indices))) return;
        uint256 jobId = escrow.jobCount();
        // The last of those that were posted has the last job.
        for (uint256 i = indices.length; i != 0; --i) {
            PlayedWork storage sold = played_.works[indices[i - 1]];
            if (blockhash(sold.target) == 0) {
                sold.target = height;
                ++count["seed moved"];
                continue;
            }
            sold.terms = termsOf(played_, indices[i - 1]);
            sold.state = WorkState.Posted;
            sold.jobId = jobId--;
            if (escrow.jobs(sold.jobId).termsHash != bytes25(keccak256(abi.encode(sold.terms)))) {
                disagreement = "post: other terms";
            }
            ++count["posted"];
        }
    }

    function postRefusal(PlayedDrop storage played_, uint256[] memory indices) private view returns (bytes memory) {
        uint256 endsAt = overAt(played_) + 7 days;
        if (clock >= endsAt) return abi.encodeWithSelector(IEscrowEvents.TooLate.selector, endsAt);
        for (uint256 i; i < indices.length; ++i) {
            WorkState state = stateOf(played_, indices[i]);
            if (state != WorkState.Sold) return wrongState(indices[i], state, WorkState.Sold);
            uint256 target = played_.works[indices[i]].target;
            if (height <= target) return abi.encodeWithSelector(ISeriesDrop.SeedPending.selector, indices[i], target);
        }
        return "";
    }

    function _settle(uint256 which, uint256[] memory indices) internal {
        PlayedDrop storage played_ = played[which];
        bytes memory call_ = abi.encodeCall(ISeriesDrop.settle, (indices));
        if (!tries("settle", accounts[3], address(played_.drop), 0, call_, settleRefusal(played_, indices))) return;
        uint256 price = clearing(played_);
        uint256 computing = played_.series.computing.maxPrice;
        for (uint256 i; i < indices.length; ++i) {
            PlayedWork storage sold = played_.works[indices[i]];
            ++played_.settled;
            if (sold.end == End.Minted) {
                sold.state = WorkState.Minted;
                purses[which][ARTIST].credit += price - computing;
                ++count["minted"];
                continue;
            }
            ++count[sold.state == WorkState.Sold ? "never posted" : "failed"];
            if (sold.state == WorkState.Posted) {
                played_.rest = played_.rest + played_.owed - computing;
                played_.owed = 0;
                played_.left -= computing;
            }
            sold.state = WorkState.Refunded;
            purses[which][sold.buyer].credit += price;
        }
    }

    function settleRefusal(PlayedDrop storage played_, uint256[] memory indices) private view returns (bytes memory) {
        uint256 over = overAt(played_);
        if (clock < over) return abi.encodeWithSelector(INodeStakes.TooEarly.selector, over);
        for (uint256 i; i < indices.length; ++i) {
            WorkState state = stateOf(played_, indices[i]);
            if (state == WorkState.Sold) {
                if (clock < over + 7 days) return abi.encodeWithSelector(INodeStakes.TooEarly.selector, over + 7 days);
                continue;
            }
            if (state != WorkState.Posted) return wrongState(indices[i], state, WorkState.Posted);
            PlayedWork storage sold = played_.works[indices[i]];
            if (sold.end == End.Live) {
                return abi.encodeWithSelector(ISeriesDrop.JobPending.selector, indices[i], sold.jobId);
            }
        }
        return "";
    }

    function _creditExcess(uint256 which, address buyer) internal {
        PlayedDrop storage played_ = played[which];
        Purse storage purse = purses[which][buyer];
        uint256 cost = purse.works * clearing(played_);
        bytes memory refusal;
        if (clock < overAt(played_)) refusal = abi.encodeWithSelector(INodeStakes.TooEarly.selector, overAt(played_));
        else if (purse.paid == cost) refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        bytes memory call_ = abi.encodeCall(ISeriesDrop.creditExcess, (buyer));
        if (!tries("creditExcess", accounts[3], address(played_.drop), 0, call_, refusal)) return;
        purse.credit += purse.paid - cost;
        purse.paid = cost;
        ++count["excess"];
    }

    function _creditRest(uint256 which) internal {
        PlayedDrop storage played_ = played[which];
        uint256 sold = played_.works.length;
        bytes memory refusal;
        if (clock < overAt(played_)) refusal = abi.encodeWithSelector(INodeStakes.TooEarly.selector, overAt(played_));
        else if (played_.settled != sold) {
            refusal = abi.encodeWithSelector(ISeriesDrop.WorksPending.selector, played_.settled, sold);
        } else if (played_.rest + played_.owed == 0) {
            refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        }
        bytes memory call_ = abi.encodeCall(ISeriesDrop.creditRest, ());
        if (!tries("creditRest", accounts[3], address(played_.drop), 0, call_, refusal)) return;
        purses[which][ARTIST].credit += played_.rest + played_.owed;
        played_.rest = 0;
        played_.owed = 0;
        ++count["rest"];
    }

    function _withdraw(uint256 which, address who, address to) internal {
        PlayedDrop storage played_ = played[which];
        Purse storage purse = purses[which][who];
        bytes memory refusal;
        if (purse.credit == 0) refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        else if (to == accounts[2]) refusal = abi.encodeWithSelector(INodeStakes.TransferFailed.selector, to);
        uint256 before = to.balance;
        bytes memory call_ = abi.encodeCall(ISeriesDrop.withdraw, (to));
        if (!tries("withdraw", who, address(played_.drop), 0, call_, refusal)) {
            if (to == accounts[2]) ++count["refused money"];
            return;
        }
        if (to.balance - before != purse.credit) disagreement = "withdraw: amount";
        purse.taken += purse.credit;
        purse.credit = 0;
        ++count["withdrawn"];
    }

    /// @dev Whether a node that claims now can still finish.
    function fits(PlayedWork storage sold) internal view returns (bool) {
        return sold.end == End.Live && clock + CLAIM_SECONDS + WINDOW + GRACE <= sold.terms.order.deadline;
    }

    function claimWork(PlayedWork storage sold) private returns (Claim memory claim_) {
        uint256 lotId = sold.jobId << 16;
        uint256 opened = escrow.lots(lotId).time == 0 ? sold.terms.postedAt : escrow.lots(lotId).time;
        claim_ = Claim(OPERATOR, uint96(escrow.priceAt(sold.terms, lotId)), uint32(clock - opened));
        vm.prank(vm.addr(KEY));
        escrow.claim(sold.terms, lotId, 0);
    }

    function mintWork(PlayedDrop storage played_, PlayedWork storage sold) internal {
        Claim memory claim_ = claimWork(sold);
        uint256 lotId = sold.jobId << 16;
        bytes32 probe = keccak256("probe");
        bytes32 seal = sealFor(lotId, escrow.lots(lotId).attempt, OPERATOR, bytes32(lotId), probe);
        vm.prank(vm.addr(KEY));
        escrow.submit(sold.terms, lotId, claim_, OUTPUT_ROOT, bytes32(lotId), seal);
        Submission memory submission = Submission(OUTPUT_ROOT, bytes32(lotId), seal, uint64(height));
        goTo(clock + WINDOW);
        escrow.finalise(sold.terms, lotId, claim_, submission, probe, new bytes32[](0));
        sold.end = End.Minted;
        comesBack(played_, sold.terms.order.maxPrice - claim_.price);
    }

    function missWork(PlayedDrop storage played_, PlayedWork storage sold) internal {
        Claim memory claim_ = claimWork(sold);
        goTo(clock + CLAIM_SECONDS);
        expireWork(sold, claim_);
        comesBack(played_, sold.terms.order.maxPrice / 4);
        ++count["late"];
    }

    function failWork(PlayedDrop storage played_, PlayedWork storage sold) internal {
        goTo(sold.terms.order.deadline);
        escrow.close(sold.terms, sold.jobId);
        Claim memory none;
        expireWork(sold, none);
        sold.end = End.Refunded;
        comesBack(played_, sold.terms.order.maxPrice);
    }

    function comesBack(PlayedDrop storage played_, uint256 amount) internal {
        played_.owed += amount;
        played_.left += amount;
    }

    function expireWork(PlayedWork storage sold, Claim memory claim_) private {
        Expiry[] memory expiries = new Expiry[](1);
        expiries[0].lotId = sold.jobId << 16;
        expiries[0].claim = claim_;
        escrow.expire(sold.terms, expiries);
    }

    function stateOf(PlayedDrop storage played_, uint256 index) internal view returns (WorkState) {
        return index < played_.works.length ? played_.works[index].state : WorkState.None;
    }

    function wrongState(uint256 index, WorkState has, WorkState wants) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISeriesDrop.WrongWorkState.selector, index, has, wants);
    }
}
