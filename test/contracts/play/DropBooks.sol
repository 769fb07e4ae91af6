// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Collector, Progress, SoldWork, WorkState} from "../../../contracts/types/SoldWork.sol";
import {vm} from "./Harness.sol";
import {PlayDrops} from "./PlayDrops.sol";

/// @notice What the campaign calls, none of which ever reverts, and the checks of the books, which give "" when all
/// is well.
contract DropBooks is PlayDrops {
    uint256 private constant MOST_DROPS = 3;

    constructor() onClock {
        for (uint256 i; i < 2; ++i) {
            _open(mix(i));
        }
    }

    function open(uint256 given) external onClock {
        if (played.length < MOST_DROPS) _open(mix(given));
    }

    function buy(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 which = seed % played.length;
        // Left to chance alone, most would come when the sale is over.
        if ((seed >> 8) % 2 == 0) which = played.length - 1;
        if ((seed >> 16) % 8 != 0) goTo(played[which].series.startsAt);
        uint256 tip = (seed >> 32) % 4 == 0 ? (seed >> 40) % 1 ether : 0;
        _buy(which, accounts[(seed >> 24) % 4], 1 + (seed >> 64) % 2, tip, (seed >> 72) % 8 == 0 ? 1 : 0);
    }

    function post(uint256 given) external onClock {
        uint256 seed = mix(given);
        _post(seed % played.length, someIndices(seed));
    }

    function settle(uint256 given) external onClock {
        uint256 seed = mix(given);
        // Left to chance alone, most would come while there is a sale.
        if ((seed >> 8) % 2 == 0) goTo(overAt(played[seed % played.length]));
        _settle(seed % played.length, someIndices(seed));
    }

    function creditExcess(uint256 given) external onClock {
        uint256 seed = mix(given);
        _creditExcess(seed % played.length, accounts[(seed >> 8) % 5]);
    }

    function creditRest(uint256 given) external onClock {
        uint256 which = mix(given) % played.length;
        for (uint256 i; i < played.length; ++i) {
            if (played[i].rest + played[i].owed != 0 && played[i].settled == played[i].works.length) which = i;
        }
        _creditRest(which);
    }

    function withdraw(uint256 given) external onClock {
        uint256 seed = mix(given);
        address to = (seed >> 16) % 4 == 0 ? accounts[2] : address(0x0C01);
        _withdraw(seed % played.length, accounts[(seed >> 8) % 5], to);
    }

    /// @dev What nodes and time do to a job.
    function compute(uint256 given) external onClock {
        uint256 seed = mix(given);
        PlayedDrop storage played_ = played[seed % played.length];
        for (uint256 i; i < played_.works.length; ++i) {
            PlayedWork storage sold = played_.works[i];
            if (sold.state != WorkState.Posted || sold.end != End.Live) continue;
            uint256 fate = (seed >> 8) % 4;
            if (!fits(sold) || fate == 0) return failWork(played_, sold);
            return fate == 1 ? missWork(played_, sold) : mintWork(played_, sold);
        }
    }

    /// @dev Somebody may have its credit of the escrow paid out to a drop, or force wei upon it.
    function give(uint256 given) external onClock {
        uint256 seed = mix(given);
        PlayedDrop storage played_ = played[seed % played.length];
        uint256 amount = (seed >> 8) % 3;
        played_.forced += amount;
        vm.deal(address(played_.drop), address(played_.drop).balance + amount);
        uint256 credit = escrow.accounts(treasury).credit;
        if ((seed >> 16) % 4 != 0 || credit == 0) return;
        vm.prank(treasury);
        escrow.withdraw(address(played_.drop));
        played_.rest += credit;
        played_.left += credit;
    }

    function wait(uint256 given) external onClock {
        uint256 seed = mix(given);
        height += (seed >> 8) % 16 == 0 ? 300 : (seed >> 16) % 3;
        vm.roll(height);
        goTo(clock + ((seed >> 24) % 32 == 0 ? 8 days : (seed >> 32) % 600));
    }

    function someIndices(uint256 seed) private view returns (uint256[] memory indices) {
        uint256 sold = played[seed % played.length].works.length;
        uint256 first = (seed >> 128) % (sold + 1);
        indices = new uint256[](1 + (seed >> 136) % 2);
        for (uint256 i; i < indices.length; ++i) {
            indices[i] = first + i;
        }
    }

    /// @notice Every drop is as the books have it, and has exactly what it owes.
    function check() external view returns (string memory) {
        for (uint256 which; which < played.length; ++which) {
            string memory found = fault(which);
            if (bytes(found).length != 0) return found;
        }
        return "";
    }

    function fault(uint256 which) private view returns (string memory) {
        PlayedDrop storage played_ = played[which];
        Progress memory progress = played_.drop.progress();
        if (progress.sold != played_.works.length || progress.settled != played_.settled) return "progress";
        if (progress.soldOutAt != played_.soldOutAt || progress.restWei != played_.rest) return "progress";
        uint256 owed = played_.forced + played_.rest;
        for (uint256 i; i < accounts.length; ++i) {
            Purse memory purse = purses[which][accounts[i]];
            Collector memory kept = played_.drop.collectors(accounts[i]);
            if (kept.credit != purse.credit || kept.paid != purse.paid || kept.works != purse.works) return "collector";
            owed += purse.credit + purse.paid;
        }
        for (uint256 i; i < played_.works.length; ++i) {
            PlayedWork storage sold = played_.works[i];
            SoldWork memory kept = played_.drop.works(i);
            if (kept.buyer != sold.buyer || kept.state != sold.state) return "work";
            if (kept.number != (sold.jobId == 0 ? sold.target : sold.jobId)) return "number";
            // What is settled is nobody's any more, or somebody's credit; what is posted is the escrow's in part.
            if (sold.state == WorkState.Posted) owed -= played_.series.computing.maxPrice;
            else if (sold.state != WorkState.Sold) owed -= clearing(played_);
        }
        if (address(played_.drop).balance != owed) return "the balance is not what is owed";
        if (escrow.accounts(address(played_.drop)).credit != played_.owed) return "the escrow owes something else";
        return "";
    }

    /// @notice Whatever has happened: in the end everybody has what is theirs, to the wei, with nobody's help.
    function settleAll() external onClock {
        goTo(clock + 200 days);
        for (uint256 which; which < played.length; ++which) {
            settleDrop(which);
        }
        require(bytes(disagreement).length == 0, disagreement);
    }

    function settleDrop(uint256 which) private {
        PlayedDrop storage played_ = played[which];
        uint256[] memory one = new uint256[](1);
        for (one[0] = 0; one[0] < played_.works.length; ++one[0]) {
            PlayedWork storage sold = played_.works[one[0]];
            if (sold.state == WorkState.Minted || sold.state == WorkState.Refunded) continue;
            if (sold.state == WorkState.Posted && sold.end == End.Live) failWork(played_, sold);
            _settle(which, one);
        }
        require(played_.settled == played_.works.length, "a work is stuck");
        if (played_.rest + played_.owed != 0) _creditRest(which);
        uint256 price = clearing(played_);
        uint256 minted;
        for (uint256 i; i < 4; ++i) {
            Purse storage purse = purses[which][accounts[i]];
            if (purse.paid != purse.works * price) _creditExcess(which, accounts[i]);
            if (purse.credit != 0) _withdraw(which, accounts[i], address(0x0C01));
            uint256 tokens = mintedFor(played_, accounts[i]);
            require(purse.sent == purse.taken + tokens * price, "a buyer paid something else than the clearing price");
            minted += tokens;
        }
        if (purses[which][ARTIST].credit != 0) _withdraw(which, ARTIST, address(0x0C01));
        uint256 earned = minted * (price - played_.series.computing.maxPrice) + played_.left;
        require(purses[which][ARTIST].taken == earned, "the artist has something else than its due");
        require(address(played_.drop).balance == played_.forced, "money is stuck");
    }

    function mintedFor(PlayedDrop storage played_, address buyer) private view returns (uint256 tokens) {
        for (uint256 i; i < played_.works.length; ++i) {
            PlayedWork storage sold = played_.works[i];
            if (sold.buyer != buyer || sold.end != End.Minted) continue;
            require(art.ownerOf(sold.jobId) == buyer, "the token is another's");
            ++tokens;
        }
    }
}
