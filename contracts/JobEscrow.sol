// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {EscrowRules} from "./EscrowRules.sol";
import {NodeStakes} from "./NodeStakes.sol";
import {PanelLedger} from "./PanelLedger.sol";
import {EscrowAnnex} from "./annex/EscrowAnnex.sol";
import {IJobEscrow} from "./interfaces/IJobEscrow.sol";
import {INodeStakes} from "./interfaces/INodeStakes.sol";
import {CidText} from "./libraries/CidText.sol";
import {FinalityClasses} from "./libraries/FinalityClasses.sol";
import {Offer} from "./libraries/Offer.sol";
import {OrderRules} from "./libraries/OrderRules.sol";
import {Royalty} from "./libraries/Royalty.sol";
import {Seals} from "./libraries/Seals.sol";
import {TermsShape} from "./libraries/TermsShape.sol";
import {Attestation, Expiry, Posting} from "./types/Batch.sol";
import {Deployment} from "./types/Deployment.sol";
import {Job, JobState} from "./types/Job.sol";
import {Claim, Lot, LotState, Submission} from "./types/Lot.sol";
import {Panel} from "./types/Panel.sol";
import {Order, Terms, Work} from "./types/Terms.sol";

/// @dev Documented in {IJobEscrow}.
contract JobEscrow is PanelLedger, Ownable2Step, IJobEscrow {
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

    /// @dev Code that runs on this contract's storage, fixed for good.
    address private immutable ANNEX;

    /// @param given The art contract must already name this contract's address as its minter.
    /// @param annex The other half of the code, deployed with the same `given`.
    constructor(Deployment memory given, EscrowAnnex annex)
        EscrowRules(given)
        NodeStakes(FinalityClasses.longestSpan(given.classes))
        Ownable(given.owner)
    {
        if (given.art.minter() != address(this)) revert NotTheMinter(address(this), given.art.minter());
        if (annex.DEPLOYMENT_HASH() != keccak256(abi.encode(given))) revert AnnexMismatch();
        ANNEX = address(annex);
    }

    /// @inheritdoc IJobEscrow
    function post(Order calldata order, Work calldata work, string calldata inputCid)
        external
        payable
        returns (uint256 jobId)
    {
        if (postingPaused) revert PostingIsPaused();
        if (msg.value != order.maxPrice) revert WrongValue(msg.value, order.maxPrice);
        return _post(order, work, inputCid);
    }

    /// @inheritdoc IJobEscrow
    function postMany(Posting[] calldata postings) external payable returns (uint256 firstJobId) {
        _requireBatch(postings.length);
        if (postingPaused) revert PostingIsPaused();
        uint256 wants;
        for (uint256 i; i < postings.length; ++i) {
            wants += postings[i].order.maxPrice;
        }
        if (msg.value != wants) revert WrongValue(msg.value, wants);

        firstJobId = jobCount + 1;
        for (uint256 i; i < postings.length; ++i) {
            _post(postings[i].order, postings[i].work, postings[i].inputCid);
        }
    }

    /// @inheritdoc IJobEscrow
    function claim(Terms calldata terms, uint256 lotId, uint256 minPay) external {
        Job memory job = _jobs[lotId >> 16];
        Lot memory lot = _lots[lotId];
        _requireTerms(job, terms, lotId);
        address operator = operatorOf[msg.sender];
        if (operator == address(0)) revert NotAKey(msg.sender);
        _requireClaimable(job, terms, lotId, lot);
        terms.order.requireSpan(_span(terms.order) * (terms.makesFile(lotId) ? 1 : 2));
        uint32 openSeconds = _openSeconds(job, terms, lotId, lot);
        uint256 price = terms.priceOf(lotId, openSeconds);
        if (price < minPay) revert PriceTooLow(price, minPay);

        uint256 due = block.timestamp + terms.order.claimSeconds;
        lot.state = LotState.Claimed;
        lot.time = uint40(due);
        lot.commitment = bytes24(keccak256(abi.encode(Claim(operator, uint96(price), openSeconds))));
        _lots[lotId] = lot;
        _lock(operator, _bond(terms, lotId));

        emit Claimed(lotId, operator, msg.sender, lot.attempt, price, openSeconds, due);
    }

    /// @inheritdoc IJobEscrow
    function submit(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        bytes32 outputRoot,
        bytes32 metadataDigest,
        bytes32 seal
    ) external {
        Lot memory lot = _lots[lotId];
        _requireTerms(_jobs[lotId >> 16], terms, lotId);
        _require(lot.state, LotState.Claimed);
        if (lot.commitment != claim_.commitment()) revert ClaimMismatch();
        address operator = operatorOf[msg.sender];
        if (operator != claim_.operator) revert NotTheOperator(operator, claim_.operator);
        if (block.timestamp >= lot.time) revert PastDue(lot.time);

        _submit(terms, lotId, lot, claim_, outputRoot, metadataDigest, seal);
    }

    /// @inheritdoc IJobEscrow
    function finalise(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        Submission calldata submission,
        bytes32 probe,
        bytes32[] calldata tileProbes
    ) external {
        Job memory job = _jobs[lotId >> 16];
        Lot memory lot = _lots[lotId];
        _requireTerms(job, terms, lotId);
        _require(lot.state, LotState.Submitted);
        _requireSubmission(lot, claim_, submission);
        uint256 agreed = _decide(terms, lotId, lot, claim_, submission, probe, tileProbes);

        lot.state = LotState.Final;
        ++job.finalLots;
        if (job.finalLots == terms.tileLots() && !terms.makesFile(lotId)) {
            job.assemblyOpenedAt = uint40(block.timestamp);
        }
        bool mints = job.state == JobState.Live && job.finalLots == terms.lotCount();
        if (mints) {
            job.state = JobState.Minted;
            uint16 shareBps = terms.order.operatorShareBps;
            lot.commitment = Royalty.pack(terms.order.royaltyReceiver, terms.order.royaltyBps, shareBps);
            if (shareBps != 0 && job.finalLots == 1) _soleOperators[lotId >> 16] = claim_.operator;
        }
        _lots[lotId] = lot;
        _jobs[lotId >> 16] = job;
        _settle(terms, lotId, lot.attempt, claim_, probe, agreed);
        if (mints) _mint(terms.order.recipient, lotId >> 16, submission.metadataDigest);
    }

    /// @inheritdoc IJobEscrow
    function assemble(Terms calldata, uint256, bytes32, bytes32, bytes32) external {
        _runAnnex();
    }

    /// @inheritdoc IJobEscrow
    function attest(Attestation[] calldata) external {
        _runAnnex();
    }

    /// @inheritdoc IJobEscrow
    function expire(Terms calldata, Expiry[] calldata) external {
        _runAnnex();
    }

    /// @inheritdoc IJobEscrow
    function close(Terms calldata terms, uint256 jobId) external {
        Job memory job = _jobs[jobId];
        _requireTerms(job, terms);
        _require(job.state, JobState.Live);
        if (msg.sender != terms.artist) {
            // All tiles are computed and paid: whether they become a picture is the artist's business alone.
            if (job.finalLots == terms.tileLots()) revert NotTheArtist(msg.sender);
            if (block.timestamp < terms.order.deadline) revert TooEarly(terms.order.deadline);
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

    /// @inheritdoc INodeStakes
    function stake() external payable {
        _runAnnex();
    }

    /// @inheritdoc INodeStakes
    function requestUnstake(uint80) external {
        _runAnnex();
    }

    /// @inheritdoc INodeStakes
    function unstake(address) external {
        _runAnnex();
    }

    /// @inheritdoc INodeStakes
    function registerKey(address, uint256, bytes calldata) external {
        _runAnnex();
    }

    /// @inheritdoc INodeStakes
    function stopKey(address) external {
        _runAnnex();
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

    /// @dev Hands the call to the annex as it came, and its answer back.
    function _runAnnex() private {
        Address.functionDelegateCall(ANNEX, msg.data);
    }

    function _post(Order calldata order, Work calldata work, string calldata inputCid) private returns (uint256 jobId) {
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

    /// @dev Opens the seals, and reverts unless the lot is final now.
    /// @return agreed Bit mask of the seats that agree.
    function _decide(
        Terms calldata terms,
        uint256 lotId,
        Lot memory lot,
        Claim calldata claim_,
        Submission calldata submission,
        bytes32 probe,
        bytes32[] calldata tileProbes
    ) private view returns (uint256 agreed) {
        Panel panel = _panelOf(terms, lotId, claim_);
        (uint256 opensAt, uint256 closesAt) = _decisionTimes(terms, claim_, lot, panel);
        if (block.timestamp >= closesAt) revert TooLate(closesAt);
        address worker = claim_.operator == address(0) ? terms.artist : claim_.operator;
        bytes32 opened =
            Seals.sealOf(lotId, lot.attempt, worker, submission.outputRoot, submission.metadataDigest, probe);
        if (submission.seal != opened) revert SealMismatch(submission.seal, opened);

        uint256 count = panel.count();
        uint256 matching;
        if (count != 0) {
            if (tileProbes.length != terms.probesOf(lotId) || keccak256(abi.encodePacked(tileProbes)) != probe) {
                revert TileProbesMismatch();
            }
            (agreed, matching) = _agreeing(terms, lotId, lot, submission, tileProbes, panel);
            if (matching == count && count >= terms.order.attesters) {
                opensAt = lot.time + _fastSeconds(terms.order.finalityClass);
            }
        }
        if (block.timestamp < opensAt) revert TooEarly(opensAt);
        uint256 others = count - matching;
        if (others != 0 && matching <= others) revert VoteLost(matching, others);
    }

    function _settle(
        Terms calldata terms,
        uint256 lotId,
        uint16 attempt,
        Claim calldata claim_,
        bytes32 probe,
        uint256 agreed
    ) private {
        uint256 share = terms.shareOf(lotId);
        uint256 protocolFee = Offer.protocolFee(claim_.price, PROTOCOL_FEE_BPS);
        uint256 operatorPay = claim_.price - protocolFee;
        uint256 artistRefund = share - claim_.price;
        if (_isAttested(terms, claim_)) {
            uint256 pot = Offer.attestersPot(claim_.price);
            operatorPay -= pot;
            artistRefund += pot - _payPanel(terms, lotId, attempt, claim_, agreed);
        }
        if (claim_.operator != address(0)) _releaseAndCredit(claim_.operator, Offer.bond(share), operatorPay);
        _credit(treasury, protocolFee);
        _credit(terms.artist, artistRefund);
        emit Finalised(lotId, probe, operatorPay, protocolFee, artistRefund);
    }

    function _payPanel(
        Terms calldata terms,
        uint256 lotId,
        uint16 attempt,
        Claim calldata claim_,
        uint256 agreed
    ) private returns (uint256 paid) {
        Panel panel = _panel(lotId);
        if (panel.count() == 0) {
            _clearPanel(lotId);
            return 0;
        }
        uint256[] memory pays;
        (pays, paid) = _settlePanel(terms.order, lotId, claim_, panel, agreed);
        emit AttestersPaid(lotId, attempt, uint16(agreed), pays);
    }

    function _mint(address recipient, uint256 jobId, bytes32 metadataDigest) private {
        emit Minted(jobId, recipient, metadataDigest);
        art.mint(recipient, jobId, metadataDigest);
    }

}
