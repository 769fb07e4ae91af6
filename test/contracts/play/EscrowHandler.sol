// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JobState} from "../../../contracts/types/Job.sol";
import {Claim, LotState, Submission} from "../../../contracts/types/Lot.sol";
import {Order, Terms} from "../../../contracts/types/Terms.sol";
import {EscrowStage} from "./EscrowStage.sol";
import {vm} from "./Harness.sol";
import {GasBurner, Refuser} from "./Hostile.sol";

/// @notice Plays the escrow at random and keeps the books a second time, by its own arithmetic. No call of it
/// reverts: it decides from its books whether the escrow must accept, and notes where the escrow decides
/// differently in `disagreement`.
contract EscrowHandler is EscrowStage {
    struct Played {
        Terms terms;
        Claim claim;
        Submission submission;
        JobState job;
        LotState lot;
        uint256 attempt;
        /// As the escrow's: opening moved on, due, or submit.
        uint256 time;
        bool sealIsRight;
        uint256 mints;
    }

    bytes32 internal constant PROBE = bytes32(uint256(5));

    string public disagreement;
    Played[] internal played;
    address[] public accounts;
    mapping(address => uint256) public credit;
    mapping(address => uint256) public staked;
    mapping(address => uint256) public locked;
    mapping(address => uint256) public leaving;
    mapping(address => uint256) public leavingAt;
    mapping(uint256 privateKey => address) public operatorOf;
    uint256 public escrowed;
    bool public paused;
    uint256 internal clock;

    address[3] internal artists;
    address[3] internal operators = [address(0x0901), address(0x0902), address(0x0903)];
    uint256[4] internal keys = [uint256(0x1001), 0x1002, 0x1003, 0x1004];
    address[4] internal recipients;
    mapping(string outcome => uint256) public count;

    constructor() {
        setStage();
        clock = block.timestamp;
        Refuser refuser = new Refuser();
        GasBurner burner = new GasBurner();
        artists = [address(0x0A01), address(refuser), address(0x0A03)];
        recipients = [address(0x0B01), address(refuser), address(burner), address(0x0A01)];
        for (uint256 i; i < 3; ++i) {
            accounts.push(artists[i]);
            accounts.push(operators[i]);
            stake(operators[i], 100 ether);
            staked[operators[i]] = 100 ether;
            registerKey(operators[i], keys[i]);
            operatorOf[keys[i]] = operators[i];
        }
        accounts.push(treasury);
        _post(mix(0));
    }

    function post(uint256 given) external onClock {
        _post(mix(given));
    }

    function _post(uint256 seed) internal {
        address artist = artists[seed % 3];
        uint32 tiles = uint32(1 + (seed >> 8) % 4);
        uint96 maxPrice = uint96(1 + (seed >> 16) % 8 ether);
        Order memory order_ = order(recipients[(seed >> 80) % 4], uint96((seed >> 96) % (maxPrice + 1)), maxPrice);
        order_.rampSeconds = uint32(1 + (seed >> 160) % 900);
        order_.claimSeconds = uint32(160 + (seed >> 170) % 200);
        order_.finalityClass = uint8((seed >> 180) % 2);
        order_.deadline = uint40(clock + span(order_) + (seed >> 190) % 12_000);
        vm.deal(artist, maxPrice);
        bytes memory call_ = abi.encodeCall(escrow.post, (order_, work(tiles), INPUT_CID));
        if (!tries("post", artist, maxPrice, call_, !paused)) return;
        escrowed += maxPrice;
        Played storage job = played.push();
        job.terms = Terms(artist, uint40(clock), tiles, keccak256(abi.encode(work(tiles))), order_);
        job.job = JobState.Live;
        job.time = clock;
        ++count["posted"];
    }

    function claim(uint256 given) external onClock {
        uint256 seed = mix(given);
        (Played storage job, uint256 lotId) = pick(seed);
        uint256 privateKey = keys[(seed >> 8) % 4];
        address operator = operatorOf[privateKey];
        Order memory order_ = job.terms.order;
        uint256 open = job.lot == LotState.Open ? clock - job.time : 0;
        uint256 price = order_.minPrice;
        price += open >= order_.rampSeconds
            ? order_.maxPrice - order_.minPrice
            : uint256(order_.maxPrice - order_.minPrice) * open / order_.rampSeconds;
        uint256 minPay = (seed >> 16) % 4 == 0 ? price + (seed >> 18) % 2 : 0;
        bool allowed = operator != address(0) && job.job == JobState.Live && job.lot == LotState.Open
            && price >= minPay && staked[operator] - locked[operator] >= 5 * uint256(order_.maxPrice)
            && clock + span(order_) <= order_.deadline;
        bytes memory call_ = abi.encodeCall(escrow.claim, (job.terms, lotId, minPay));
        if (!tries("claim", vm.addr(privateKey), 0, call_, allowed)) return;
        locked[operator] += 5 * uint256(order_.maxPrice);
        job.claim = Claim(operator, uint96(price), uint32(open));
        job.lot = LotState.Claimed;
        job.time = clock + order_.claimSeconds;
        ++count["claimed"];
    }

    function submit(uint256 given) external onClock {
        uint256 seed = mix(given);
        (Played storage job, uint256 lotId) = pick(seed);
        uint256 privateKey = (seed >> 24) % 4 == 0 ? keys[(seed >> 8) % 4] : keyOf(job.claim.operator);
        bool right = (seed >> 16) % 4 != 0;
        bytes32 seal = sealFor(lotId, job.attempt, job.claim.operator, PROBE);
        Submission memory submission =
            Submission(bytes32(uint256(4)), bytes32(lotId), right ? seal : bytes32(uint256(seal) ^ 1));
        bool allowed = job.lot == LotState.Claimed && operatorOf[privateKey] == job.claim.operator
            && operatorOf[privateKey] != address(0) && clock < job.time;
        bytes memory call_ = abi.encodeCall(escrow.submit, (job.terms, lotId, job.claim, submission));
        if (!tries("submit", vm.addr(privateKey), 0, call_, allowed)) return;
        job.submission = submission;
        job.sealIsRight = right;
        job.lot = LotState.Submitted;
        job.time = clock;
        ++count["submitted"];
    }

    function finalise(uint256 given) external onClock {
        uint256 seed = mix(given);
        (Played storage job, uint256 lotId) = pick(seed);
        (uint256 window, uint256 grace) = timesOf(job.terms.order);
        // Left to chance alone, few lots would end well.
        if (seed % 2 == 0 && job.lot == LotState.Submitted && clock < job.time + window) {
            clock = job.time + window;
            vm.warp(clock);
        }
        bool allowed = job.lot == LotState.Submitted && job.sealIsRight && clock >= job.time + window
            && clock < job.time + window + grace;
        bytes memory call_ = abi.encodeCall(escrow.finalise, (job.terms, lotId, job.claim, job.submission, PROBE));
        if (!tries("finalise", anybody(seed), 0, call_, allowed)) return;
        uint256 maxPrice = job.terms.order.maxPrice;
        uint256 fee = uint256(job.claim.price) * FEE_BPS / 10_000;
        credit[job.claim.operator] += job.claim.price - fee;
        credit[treasury] += fee;
        credit[job.terms.artist] += maxPrice - job.claim.price;
        locked[job.claim.operator] -= 5 * maxPrice;
        escrowed -= maxPrice;
        job.lot = LotState.Final;
        if (job.job == JobState.Live) {
            job.job = JobState.Minted;
            ++job.mints;
            ++count["minted"];
        } else {
            ++count["paid without a mint"];
        }
    }

    function expire(uint256 given) external onClock {
        uint256 seed = mix(given);
        (Played storage job, uint256 lotId) = pick(seed);
        (uint256 window, uint256 grace) = timesOf(job.terms.order);
        bool closed = job.job == JobState.Closed;
        bool late = job.lot == LotState.Claimed && clock >= job.time
            || job.lot == LotState.Submitted && clock >= job.time + window + grace;
        bool allowed = late || job.lot == LotState.Open && closed;
        bytes memory call_ = abi.encodeCall(escrow.expire, (job.terms, lotId, job.claim, job.submission));
        if (!tries("expire", anybody(seed), 0, call_, allowed)) return;
        uint256 maxPrice = job.terms.order.maxPrice;
        if (late) {
            uint256 fee = maxPrice / 4;
            staked[job.claim.operator] -= fee;
            locked[job.claim.operator] -= 5 * maxPrice;
            credit[job.terms.artist] += fee;
            ++count[job.lot == LotState.Claimed ? "late with the result" : "late with the end"];
        }
        if (closed) {
            credit[job.terms.artist] += maxPrice;
            escrowed -= maxPrice;
            job.lot = LotState.Refunded;
            ++count[late ? "refunded when late" : "refunded when open"];
        } else {
            job.lot = LotState.Open;
            job.time = clock - job.claim.openSeconds;
            ++job.attempt;
        }
    }

    function close(uint256 given) external onClock {
        uint256 seed = mix(given);
        (Played storage job, uint256 lotId) = pick(seed);
        // An artist who closes while a node works is the case to look at.
        bool inFlight = job.lot == LotState.Claimed || job.lot == LotState.Submitted;
        address by = (seed >> 8) % (inFlight ? 2 : 16) == 0 ? job.terms.artist : anybody(seed);
        bool allowed = job.job == JobState.Live && (by == job.terms.artist || clock >= job.terms.order.deadline);
        if (!tries("close", by, 0, abi.encodeCall(escrow.close, (job.terms, lotId >> 16)), allowed)) return;
        job.job = JobState.Closed;
        ++count["closed"];
    }

    function withdraw(uint256 given) external onClock {
        uint256 seed = mix(given);
        address who = accounts[seed % accounts.length];
        address to = (seed >> 8) % 4 == 0 ? recipients[(seed >> 16) % 4] : address(0x0C01);
        bool takes = to != recipients[1] && to != recipients[2];
        uint256 before = to.balance;
        if (!tries("withdraw", who, 0, abi.encodeCall(escrow.withdraw, (to)), credit[who] != 0 && takes)) return;
        if (to.balance - before != credit[who]) disagreement = "withdraw: amount";
        credit[who] = 0;
        ++count["withdrawn"];
    }

    function changeStake(uint256 given) external onClock {
        uint256 seed = mix(given);
        address who = operators[seed % 3];
        uint256 amount = (seed >> 16) % 30 ether;
        if ((seed >> 8) % 3 == 0) {
            vm.deal(who, amount);
            if (!tries("stake", who, amount, abi.encodeCall(escrow.stake, ()), amount != 0)) return;
            staked[who] += amount;
        } else if ((seed >> 8) % 3 == 1) {
            bool allowed = amount != 0 && staked[who] - locked[who] >= amount;
            bytes memory call_ = abi.encodeCall(escrow.requestUnstake, (uint80(amount)));
            if (!tries("requestUnstake", who, 0, call_, allowed)) return;
            staked[who] -= amount;
            leaving[who] += amount;
            leavingAt[who] = clock + SLOW_WINDOW + SLOW_GRACE;
        } else {
            bool allowed = leaving[who] != 0 && clock >= leavingAt[who];
            if (!tries("unstake", who, 0, abi.encodeCall(escrow.unstake, (address(0x0C02))), allowed)) return;
            leaving[who] = 0;
            ++count["unstaked"];
        }
    }

    function changeKey(uint256 given) external onClock {
        uint256 seed = mix(given);
        uint256 privateKey = keys[seed % 4];
        address operator = operatorOf[privateKey];
        if (operator == address(0)) {
            operatorOf[privateKey] = operators[(seed >> 8) % 3];
            registerKey(operators[(seed >> 8) % 3], privateKey);
        } else if ((seed >> 8) % 8 == 0) {
            vm.prank(operator);
            escrow.stopKey(vm.addr(privateKey));
            delete operatorOf[privateKey];
        }
    }

    function pause(uint256 given) external onClock {
        uint256 seed = mix(given);
        paused = seed % 8 == 0;
        vm.prank(owner);
        escrow.pausePosting(paused);
    }

    /// @dev Half of the steps go to where a rule changes, or a second before or after.
    function wait(uint256 given) external {
        uint256 seed = mix(given);
        uint256 to = clock + (seed >> 8) % 400;
        if (seed % 2 == 0) {
            (Played storage job,) = pick(seed);
            (uint256 window, uint256 grace) = timesOf(job.terms.order);
            uint256[5] memory edges = [
                job.time,
                job.time + window,
                job.time + window + grace,
                job.terms.order.deadline,
                job.terms.order.deadline - span(job.terms.order)
            ];
            to = edges[(seed >> 32) % 5] + (seed >> 40) % 3 - 1;
        }
        if (to > clock && to < clock + 5_000) clock = to;
        vm.warp(clock);
    }

    modifier onClock() {
        vm.warp(clock);
        _;
    }

    function tries(string memory what, address from, uint256 value, bytes memory call_, bool allowed)
        private
        returns (bool accepted)
    {
        vm.prank(from);
        (accepted,) = address(escrow).call{value: value, gas: 5_000_000}(call_);
        if (accepted != allowed) disagreement = string.concat(what, accepted ? ": accepted" : ": refused");
    }

    function keyOf(address operator) private view returns (uint256) {
        for (uint256 i; i < keys.length; ++i) {
            if (operatorOf[keys[i]] == operator) return keys[i];
        }
        return keys[0];
    }

    function pick(uint256 seed) private view returns (Played storage job, uint256 lotId) {
        // The last few jobs are where something still happens.
        uint256 among = played.length < 3 ? played.length : 3;
        uint256 index = played.length - 1 - (seed >> 128) % among;
        return (played[index], (index + 1) << 16);
    }

    /// @dev Fuzzers are fond of small numbers; the choices are taken from all bits.
    function mix(uint256 given) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(given)));
    }

    function anybody(uint256 seed) private view returns (address) {
        return accounts[(seed >> 200) % accounts.length];
    }

    function timesOf(Order memory order_) internal pure returns (uint256 window, uint256 grace) {
        return order_.finalityClass == 0 ? (WINDOW, GRACE) : (SLOW_WINDOW, SLOW_GRACE);
    }

    function span(Order memory order_) internal pure returns (uint256) {
        (uint256 window, uint256 grace) = timesOf(order_);
        return order_.claimSeconds + window + grace;
    }
}
