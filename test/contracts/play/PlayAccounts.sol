// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowEvents} from "../../../contracts/interfaces/IEscrowEvents.sol";
import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {JobState} from "../../../contracts/types/Job.sol";
import {Order, Terms, Work} from "../../../contracts/types/Terms.sol";
import {Posting} from "../../../contracts/types/Batch.sol";
import {vm} from "./Harness.sol";
import {GasBurner, Refuser, ReturnBomber} from "./Hostile.sol";
import {PlayedJobs} from "./PlayedJobs.sol";

/// @notice Plays what accounts do with their money, keys and new jobs. Each call is predicted by the books: that it
/// succeeds, or with which error it reverts; `disagreement` names the first that went otherwise.
contract PlayAccounts is PlayedJobs {
    string public disagreement;
    mapping(string outcome => uint256) public count;

    address[3] internal artists;
    address[8] internal operators;
    uint256[9] internal keys;
    address[5] internal recipients;

    constructor() {
        setStage();
        clock = block.timestamp;
        height = 1_000;
        artists = [address(0x0A01), address(new Refuser()), address(0x0A03)];
        recipients =
            [address(0x0B01), artists[1], address(new GasBurner()), address(new ReturnBomber()), address(0x0A01)];
        for (uint256 i; i < 3; ++i) {
            accounts.push(artists[i]);
        }
        for (uint256 i; i < 8; ++i) {
            operators[i] = i == 7 ? recipients[2] : address(uint160(0x0901 + i));
            accounts.push(operators[i]);
            stake(operators[i], 100 ether);
            books[operators[i]].stake = 100 ether;
            books[operators[i]].raisedAt = clock;
            allStaked += 100 ether;
            keys[i] = 0x1001 + i;
            registerKey(operators[i], keys[i]);
            operatorOf[keys[i]] = operators[i];
        }
        keys[8] = 0x1009;
        accounts.push(treasury);
        accounts.push(address(0));
        clock += 1;
    }

    function post(uint256 given) external onClock {
        uint256 seed = mix(given);
        // Jobs should come no faster than they can be served.
        if ((seed >> 244) % 2 == 0) _post(seed);
    }

    function postMany(uint256 given) external onClock {
        uint256 seed = mix(given);
        address artist = artists[seed % 3];
        Posting[] memory postings = new Posting[]((seed >> 244) % 2 == 0 ? 1 + (seed >> 8) % 3 : 0);
        uint256 sum;
        for (uint256 i; i < postings.length; ++i) {
            (Order memory order_, uint32 tiles) = randomOrder(mix(seed + i));
            postings[i] = Posting(order_, work(tiles), INPUT_CID);
            sum += order_.maxPrice;
        }
        uint256 value = sum != 0 && (seed >> 16) % 8 == 0 ? sum - 1 : sum;
        bytes memory refusal = postRefusal(value, sum);
        if (postings.length == 0) refusal = abi.encodeWithSelector(IEscrowEvents.BatchIsEmpty.selector);
        if (!tries("postMany", artist, value, abi.encodeCall(escrow.postMany, (postings)), refusal)) return;
        for (uint256 i; i < postings.length; ++i) {
            bookJob(artist, postings[i].order, uint32(postings[i].work.width / 512));
        }
        ++count["posted together"];
    }

    function withdraw(uint256 given) external onClock {
        uint256 seed = mix(given);
        // Nobody is the last account.
        address who = accounts[seed % (accounts.length - 1)];
        address to = (seed >> 8) % 4 == 0 ? recipients[(seed >> 16) % 5] : address(0x0C01);
        bytes memory refusal;
        if (books[who].credit == 0) refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        else if (refuses(to)) refusal = abi.encodeWithSelector(INodeStakes.TransferFailed.selector, to);
        uint256 before = to.balance;
        if (!tries("withdraw", who, 0, abi.encodeCall(escrow.withdraw, (to)), refusal)) {
            if (refuses(to)) ++count["refused money"];
            return;
        }
        if (to.balance - before != books[who].credit) disagreement = "withdraw: amount";
        books[who].credit = 0;
        ++count["withdrawn"];
    }

    function changeStake(uint256 given) external onClock {
        uint256 seed = mix(given);
        address who = operators[seed % 8];
        uint256 amount = (seed >> 16) % 30 ether;
        uint256 what = (seed >> 8) % 4;
        if (what == 0) _addStake(who, (seed >> 128) % 4 == 0 ? 0 : amount);
        else if (what == 1) _requestUnstake(who, (seed >> 128) % 4 == 0 ? freeOf(who) + (seed >> 136) % 2 : amount);
        else _unstake(who);
    }

    function changeKey(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 privateKey = keys[seed % 9];
        address operator = operatorOf[privateKey];
        if (operator == address(0)) {
            operatorOf[privateKey] = operators[(seed >> 8) % 8];
            registerKey(operators[(seed >> 8) % 8], privateKey);
            ++count["key registered"];
        } else if ((seed >> 8) % 8 == 0) {
            vm.prank((seed >> 16) % 2 == 0 ? operator : vm.addr(privateKey));
            escrow.stopKey(vm.addr(privateKey));
            delete operatorOf[privateKey];
            ++count["key stopped"];
        }
    }

    function pause(uint256 given) external onClock {
        paused = mix(given) % 8 == 0;
        vm.prank(owner);
        escrow.pausePosting(paused);
    }

    /// @dev A self-destructing contract or a block's builder can force wei upon any contract.
    function force(uint256 given) external {
        uint256 amount = mix(given) % 3;
        forced += amount;
        vm.deal(address(escrow), address(escrow).balance + amount);
    }

    function _post(uint256 seed) internal {
        (Order memory order_, uint32 tiles) = randomOrder(seed);
        address artist = artists[seed % 3];
        uint256 value = (seed >> 240) % 16 == 0 ? uint256(order_.maxPrice) + 1 : order_.maxPrice;
        bytes memory call_ = abi.encodeCall(escrow.post, (order_, work(tiles), INPUT_CID));
        if (!tries("post", artist, value, call_, postRefusal(value, order_.maxPrice))) return;
        bookJob(artist, order_, tiles);
    }

    function postRefusal(uint256 value, uint256 wants) private view returns (bytes memory) {
        if (paused) return abi.encodeWithSelector(IEscrowEvents.PostingIsPaused.selector);
        return value == wants ? bytes("") : abi.encodeWithSelector(IEscrowEvents.WrongValue.selector, value, wants);
    }

    /// @dev Up to three lots of up to three tiles, and prices down to one wei.
    function randomOrder(uint256 seed) private view returns (Order memory order_, uint32 tiles) {
        tiles = uint32(1 + (seed >> 8) % 9);
        uint96 maxPrice = (seed >> 12) % 4 == 0 ? uint96(1 + (seed >> 16) % 100) : uint96(1 + (seed >> 16) % 8 ether);
        order_ = order(recipients[(seed >> 80) % 5], uint96((seed >> 96) % (uint256(maxPrice) + 1)), maxPrice);
        order_.tilesPerLot = uint16(3 + (seed >> 144) % 7);
        order_.attesters = (seed >> 148) % 3 == 0 ? 0 : uint8(1 + (seed >> 150) % 5);
        order_.sampleTiles = uint16(1 + (seed >> 154) % 3);
        order_.rampSeconds = uint32(1 + (seed >> 160) % 900);
        order_.claimSeconds = uint32(210 + (seed >> 170) % 200);
        order_.finalityClass = uint8((seed >> 180) % 2);
        if ((seed >> 240) % 3 != 0) order_.operatorShareBps = uint16((seed >> 242) % 501);
        uint256 spans = span(order_) * (tiles > order_.tilesPerLot ? 2 : 1);
        order_.deadline = uint40(clock + spans + (seed >> 190) % 12_000);
    }

    function bookJob(address artist, Order memory order_, uint32 tiles) private {
        escrowed += order_.maxPrice;
        PlayedJob storage job = played.push();
        job.terms = Terms(artist, uint40(clock), tiles, keccak256(abi.encode(work(tiles))), order_);
        job.state = JobState.Live;
        lotCounts.push(lotCount(job.terms));
        ++count[order_.attesters == 0 ? "posted" : "posted with attesters"];
    }

    function _addStake(address who, uint256 amount) private {
        bytes memory refusal;
        if (amount == 0) refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        if (!tries("stake", who, amount, abi.encodeCall(escrow.stake, ()), refusal)) return;
        books[who].stake += amount;
        books[who].raisedAt = clock;
        allStaked += amount;
    }

    function _requestUnstake(address who, uint256 amount) private {
        bytes memory refusal;
        if (amount == 0) refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        else if (freeOf(who) < amount) {
            refusal = abi.encodeWithSelector(INodeStakes.StakeTooLow.selector, freeOf(who), amount);
        }
        bytes memory call_ = abi.encodeCall(escrow.requestUnstake, (uint80(amount)));
        if (!tries("requestUnstake", who, 0, call_, refusal)) return;
        books[who].stake -= amount;
        allStaked -= amount;
        books[who].leaving += amount;
        books[who].leavingAt = clock + COLD_WINDOW + SLOW_GRACE;
    }

    function _unstake(address who) private {
        bytes memory refusal;
        uint256 readyAt = books[who].leavingAt;
        if (books[who].leaving == 0) refusal = abi.encodeWithSelector(INodeStakes.AmountIsZero.selector);
        else if (clock < readyAt) refusal = abi.encodeWithSelector(INodeStakes.TooEarly.selector, readyAt);
        if (!tries("unstake", who, 0, abi.encodeCall(escrow.unstake, (address(0x0C02))), refusal)) return;
        books[who].leaving = 0;
        ++count["unstaked"];
    }

    /// @param refusal What it must revert with; empty if it must succeed.
    function tries(string memory what, address from, uint256 value, bytes memory call_, bytes memory refusal)
        internal
        returns (bool accepted)
    {
        bytes memory answer;
        if (value != 0) vm.deal(from, value);
        vm.prank(from);
        (accepted, answer) = address(escrow).call{value: value, gas: 5_000_000}(call_);
        if (accepted != (refusal.length == 0)) {
            disagreement = string.concat(what, accepted ? ": accepted" : ": refused");
        } else if (!accepted && keccak256(answer) != keccak256(refusal)) {
            disagreement = string.concat(what, ": refused for another reason");
        }
    }

    function refuses(address to) private view returns (bool) {
        return to == recipients[1] || to == recipients[2];
    }

    function keyOf(address operator) internal view returns (uint256) {
        for (uint256 i; i < keys.length; ++i) {
            if (operatorOf[keys[i]] == operator) return keys[i];
        }
        return keys[0];
    }

    /// @dev Fuzzers are fond of small numbers; the choices are taken from all bits.
    function mix(uint256 given) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(given)));
    }

    function anybody(uint256 seed) internal view returns (address) {
        return accounts[(seed >> 200) % (accounts.length - 1)];
    }
}
