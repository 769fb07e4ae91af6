// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {EscrowRules} from "./EscrowRules.sol";
import {NodeStakes} from "./NodeStakes.sol";
import {IJobEscrow} from "./interfaces/IJobEscrow.sol";
import {CidText} from "./libraries/CidText.sol";
import {FinalityClasses} from "./libraries/FinalityClasses.sol";
import {Offer} from "./libraries/Offer.sol";
import {OrderRules} from "./libraries/OrderRules.sol";
import {Royalty} from "./libraries/Royalty.sol";
import {Seals} from "./libraries/Seals.sol";
import {TermsShape} from "./libraries/TermsShape.sol";
import {Deployment} from "./types/Deployment.sol";
import {Job, JobState} from "./types/Job.sol";
import {Claim, Lot, LotState, Submission} from "./types/Lot.sol";
import {Order, Terms, Work} from "./types/Terms.sol";

/// @dev Documented in {IJobEscrow}.
contract JobEscrow is EscrowRules, NodeStakes, Ownable2Step {
    using CidText for string;
    using OrderRules for Order;
    using OrderRules for Work;
    using TermsShape for Claim;
    using TermsShape for Terms;
    using TermsShape for Work;

    /// @inheritdoc IJobEscrow
    uint64 public jobCount;
    /// @inheritdoc IJobEscrow
    bool public postingPaused;
    mapping(uint256 jobId => Job) private _jobs;
    mapping(uint256 lotId => Lot) private _lots;

    /// @param given The art contract must already name this contract's address as its minter.
    constructor(Deployment memory given)
        EscrowRules(given)
        NodeStakes(FinalityClasses.longestSpan(given.classes))
        Ownable(given.owner)
    {}

    /// @inheritdoc IJobEscrow
    function post(Order calldata order, Work calldata work, string calldata inputCid)
        external
        payable
        returns (uint256 jobId)
    {
        if (postingPaused) revert PostingIsPaused();
        if (msg.value != order.maxPrice) revert WrongValue(msg.value, order.maxPrice);
        uint256 tiles = work.tilesOf(registry.tileCoreOf(work.serviceId));
        _requireOrder(order, work, tiles);
        inputCid.requireLength();

        bytes32 workHash = work.hash();
        bytes25 termsHash = TermsShape.hashOf(msg.sender, block.timestamp, tiles, workHash, order);
        jobId = ++jobCount;
        _jobs[jobId] = Job(JobState.Live, 0, 0, termsHash);

        Terms memory terms = Terms(msg.sender, uint40(block.timestamp), uint32(tiles), workHash, order);
        emit Posted(jobId, msg.sender, terms, work, inputCid);
    }

    /// @inheritdoc IJobEscrow
    function claim(Terms calldata terms, uint256 lotId, uint256 minPay) external {
        Job memory job = _jobs[lotId >> 16];
        Lot memory lot = _lots[lotId];
        _requireTerms(job, terms, lotId);
        address operator = operatorOf[msg.sender];
        if (operator == address(0)) revert NotAKey(msg.sender);
        _require(job.state, JobState.Live);
        _require(lot.state, LotState.Open);
        if (lot.attempt == type(uint16).max) revert AttemptsExhausted(lotId);
        terms.order.requireSpan(_span(terms.order));
        uint32 openSeconds = _openSeconds(terms, lot);
        uint256 price = _price(terms, lotId, openSeconds);
        if (price < minPay) revert PriceTooLow(price, minPay);

        uint256 due = block.timestamp + terms.order.claimSeconds;
        lot.state = LotState.Claimed;
        lot.time = uint40(due);
        lot.commitment = bytes24(keccak256(abi.encode(Claim(operator, uint96(price), openSeconds))));
        _lots[lotId] = lot;
        _lock(operator, Offer.bond(_share(terms, lotId)));

        emit Claimed(lotId, operator, msg.sender, lot.attempt, price, openSeconds, due);
    }

    /// @inheritdoc IJobEscrow
    function submit(Terms calldata terms, uint256 lotId, Claim calldata claim_, Submission calldata submission)
        external
    {
        Lot memory lot = _lots[lotId];
        _requireTerms(_jobs[lotId >> 16], terms, lotId);
        _require(lot.state, LotState.Claimed);
        if (lot.commitment != claim_.commitment()) revert ClaimMismatch();
        address operator = operatorOf[msg.sender];
        if (operator != claim_.operator) revert NotTheOperator(operator, claim_.operator);
        if (block.timestamp >= lot.time) revert PastDue(lot.time);
        if (submission.outputRoot == 0 || submission.metadataDigest == 0 || submission.seal == 0) {
            revert DigestIsZero();
        }

        lot.state = LotState.Submitted;
        lot.time = uint40(block.timestamp);
        lot.commitment = claim_.commitment(submission);
        _lots[lotId] = lot;

        emit Submitted(lotId, lot.attempt, submission.outputRoot, submission.metadataDigest, submission.seal);
    }

    /// @inheritdoc IJobEscrow
    function finalise(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        Submission calldata submission,
        bytes32 probe
    ) external {
        Job memory job = _jobs[lotId >> 16];
        Lot memory lot = _lots[lotId];
        _requireTerms(job, terms, lotId);
        _require(lot.state, LotState.Submitted);
        if (lot.commitment != claim_.commitment(submission)) revert ClaimMismatch();
        (uint256 opensAt, uint256 closesAt) = _finaliseTimes(terms, lot);
        if (block.timestamp < opensAt) revert TooEarly(opensAt);
        if (block.timestamp >= closesAt) revert TooLate(closesAt);
        bytes32 opened = Seals.sealOf(
            lotId, lot.attempt, claim_.operator, submission.outputRoot, submission.metadataDigest, probe
        );
        if (submission.seal != opened) revert SealMismatch(submission.seal, opened);

        lot.state = LotState.Final;
        ++job.finalLots;
        bool mints = job.state == JobState.Live && job.finalLots == _lotCount(terms);
        if (mints) {
            job.state = JobState.Minted;
            lot.commitment = Royalty.pack(terms.order.royaltyReceiver, terms.order.royaltyBps);
        }
        _lots[lotId] = lot;
        _jobs[lotId >> 16] = job;
        _settle(terms, lotId, claim_, probe);
        if (mints) _mint(terms.order.recipient, lotId >> 16, submission.metadataDigest);
    }

    /// @inheritdoc IJobEscrow
    function expire(Terms calldata terms, uint256 lotId, Claim calldata claim_, Submission calldata submission)
        external
    {
        Job memory job = _jobs[lotId >> 16];
        Lot memory lot = _lots[lotId];
        _requireTerms(job, terms, lotId);
        if (lot.state == LotState.Open) {
            _require(job.state, JobState.Closed);
            _refund(terms, lotId);
            return;
        }
        _requireOverdue(terms, lot, claim_, submission);

        if (job.state == JobState.Closed) {
            _chargeLateness(terms, lotId, claim_, lot.attempt, LotState.Refunded);
            _refund(terms, lotId);
        } else {
            uint40 openedAt = uint40(block.timestamp - claim_.openSeconds);
            _lots[lotId] = Lot(LotState.Open, lot.attempt + 1, openedAt, 0);
            _chargeLateness(terms, lotId, claim_, lot.attempt, LotState.Open);
        }
    }

    /// @inheritdoc IJobEscrow
    function close(Terms calldata terms, uint256 jobId) external {
        Job memory job = _jobs[jobId];
        _requireTerms(job, terms, jobId << 16);
        _require(job.state, JobState.Live);
        if (msg.sender != terms.artist && block.timestamp < terms.order.deadline) {
            revert TooEarly(terms.order.deadline);
        }

        _jobs[jobId].state = JobState.Closed;

        emit Closed(jobId, msg.sender);
    }

    /// @inheritdoc IJobEscrow
    function withdraw(address to) external {
        uint256 amount = _accounts[msg.sender].credit;
        if (amount == 0) revert AmountIsZero();

        _accounts[msg.sender].credit = 0;

        emit Withdrawn(msg.sender, to, amount);
        _pay(to, amount);
    }

    /// @inheritdoc IJobEscrow
    function pausePosting(bool paused) external onlyOwner {
        postingPaused = paused;
        emit PostingPaused(paused);
    }

    /// @dev Always reverts: see {OwnershipCannotBeRenounced}.
    function renounceOwnership() public pure override {
        revert OwnershipCannotBeRenounced();
    }

    /// @inheritdoc IJobEscrow
    function jobs(uint256 jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc IJobEscrow
    function lots(uint256 lotId) external view returns (Lot memory) {
        return _lots[lotId];
    }

    /// @inheritdoc IJobEscrow
    function priceAt(Terms calldata terms, uint256 lotId) external view returns (uint256) {
        Lot memory lot = _lots[lotId];
        _requireTerms(_jobs[lotId >> 16], terms, lotId);
        _require(lot.state, LotState.Open);
        return _price(terms, lotId, _openSeconds(terms, lot));
    }

    /// @inheritdoc IJobEscrow
    function royaltyOf(uint256 jobId) external view returns (address receiver, uint16 bps) {
        if (_jobs[jobId].state != JobState.Minted) return (address(0), 0);
        // A job of one lot: the lot that minted is the first.
        return Royalty.unpack(_lots[jobId << 16].commitment);
    }

    function _requireTerms(Job memory job, Terms calldata terms, uint256 lotId) private pure {
        if (job.termsHash != terms.hash()) revert TermsMismatch();
        if (lotId & type(uint16).max >= _lotCount(terms)) revert UnknownLot(lotId);
    }

    function _require(JobState has, JobState wants) private pure {
        if (has != wants) revert WrongJobState(has, wants);
    }

    function _require(LotState has, LotState wants) private pure {
        if (has != wants) revert WrongLotState(has, wants);
    }

    function _requireOverdue(
        Terms calldata terms,
        Lot memory lot,
        Claim calldata claim_,
        Submission calldata submission
    ) private view {
        uint256 expiresAt = lot.time;
        if (lot.state == LotState.Claimed) {
            if (lot.commitment != claim_.commitment()) revert ClaimMismatch();
        } else {
            _require(lot.state, LotState.Submitted);
            if (lot.commitment != claim_.commitment(submission)) revert ClaimMismatch();
            (, expiresAt) = _finaliseTimes(terms, lot);
        }
        if (block.timestamp < expiresAt) revert TooEarly(expiresAt);
    }

    function _settle(Terms calldata terms, uint256 lotId, Claim calldata claim_, bytes32 probe) private {
        uint256 share = _share(terms, lotId);
        (uint256 operatorPay, uint256 protocolFee, uint256 artistRefund) =
            Offer.settle(share, claim_.price, PROTOCOL_FEE_BPS);
        _releaseAndCredit(claim_.operator, Offer.bond(share), operatorPay);
        _credit(treasury, protocolFee);
        _credit(terms.artist, artistRefund);
        emit Finalised(lotId, probe, operatorPay, protocolFee, artistRefund);
    }

    function _mint(address recipient, uint256 jobId, bytes32 metadataDigest) private {
        emit Minted(jobId, recipient, metadataDigest);
        art.mint(recipient, jobId, metadataDigest);
    }

    function _refund(Terms calldata terms, uint256 lotId) private {
        uint256 share = _share(terms, lotId);
        _lots[lotId].state = LotState.Refunded;
        _credit(terms.artist, share);
        emit Refunded(lotId, share);
    }

    function _chargeLateness(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        uint16 attempt,
        LotState becomes
    ) private {
        uint256 share = _share(terms, lotId);
        uint256 fee = Offer.lateFee(share);
        _releaseAndCharge(claim_.operator, Offer.bond(share), fee);
        _credit(terms.artist, fee);
        emit Expired(lotId, attempt, claim_.operator, fee, becomes);
    }

    function _openSeconds(Terms calldata terms, Lot memory lot) private view returns (uint32) {
        uint256 openedAt = lot.time == 0 ? terms.postedAt : lot.time;
        return uint32(block.timestamp - openedAt);
    }

    function _price(Terms calldata terms, uint256 lotId, uint256 openSeconds) private pure returns (uint256) {
        Order calldata order = terms.order;
        uint256 price = Offer.priceAt(order.minPrice, order.maxPrice, order.rampSeconds, openSeconds);
        return Offer.lotShare(price, _lotTiles(terms, lotId), terms.tiles);
    }

    /// @dev The lot's share of the highest price: what is escrowed for it.
    function _share(Terms calldata terms, uint256 lotId) private pure returns (uint256) {
        return Offer.lotShare(terms.order.maxPrice, _lotTiles(terms, lotId), terms.tiles);
    }

    function _lotCount(Terms calldata terms) private pure returns (uint256) {
        return TermsShape.lotCount(terms.tiles, terms.order.tilesPerLot);
    }

    function _lotTiles(Terms calldata terms, uint256 lotId) private pure returns (uint256) {
        return TermsShape.lotTiles(terms.tiles, terms.order.tilesPerLot, lotId & type(uint16).max);
    }
}
