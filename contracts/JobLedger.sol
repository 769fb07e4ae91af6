// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EscrowRules} from "./EscrowRules.sol";
import {NodeStakes} from "./NodeStakes.sol";
import {IJobLedger} from "./interfaces/IJobLedger.sol";
import {L2Clock} from "./libraries/L2Clock.sol";
import {Offer} from "./libraries/Offer.sol";
import {Royalty} from "./libraries/Royalty.sol";
import {TermsShape} from "./libraries/TermsShape.sol";
import {Job, JobState} from "./types/Job.sol";
import {Claim, Lot, LotState, Submission} from "./types/Lot.sol";
import {Panel} from "./types/Panel.sol";
import {Terms} from "./types/Terms.sol";

/// @dev The jobs and lots, and the checks that all calls on them begin with.
abstract contract JobLedger is IJobLedger, EscrowRules, NodeStakes {
    using TermsShape for Claim;
    using TermsShape for Terms;

    mapping(uint256 jobId => Job) internal _jobs;
    mapping(uint256 lotId => Lot) internal _lots;
    /// @dev Of minted jobs of one lot with an operator share: their lot holds the {Royalty} and no commitment.
    mapping(uint256 jobId => address) internal _soleOperators;

    /// @inheritdoc IJobLedger
    function jobs(uint256 jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc IJobLedger
    function lots(uint256 lotId) external view returns (Lot memory) {
        return _lots[lotId];
    }

    /// @inheritdoc IJobLedger
    function royaltyOf(uint256 jobId) external view returns (address receiver, uint16 bps) {
        (receiver, bps,) = _saleTermsOf(jobId);
    }

    /// @inheritdoc IJobLedger
    function operatorShareOf(uint256 jobId) external view returns (uint16 bps) {
        (,, bps) = _saleTermsOf(jobId);
    }

    /// @inheritdoc IJobLedger
    function computedBy(Terms calldata terms, uint256 lotId, Claim calldata claim, Submission calldata submission)
        external
        view
        returns (address operator, uint256 tiles)
    {
        Job memory job = _jobs[lotId >> 16];
        _requireTerms(job, terms, lotId);
        _require(job.state, JobState.Minted);
        if (terms.isAssembly(lotId)) revert NoTilesComputed(lotId);
        tiles = terms.probesOf(lotId);
        if (terms.lotCount() != 1) {
            _requireSubmission(_lots[lotId], claim, submission);
            return (claim.operator, tiles);
        }
        operator = _soleOperators[lotId >> 16];
        if (operator == address(0)) revert NoOperatorShare(lotId >> 16);
    }

    /// @inheritdoc IJobLedger
    function priceAt(Terms calldata terms, uint256 lotId) external view returns (uint256) {
        Lot memory lot = _lots[lotId];
        Job memory job = _jobs[lotId >> 16];
        _requireTerms(job, terms, lotId);
        _require(lot.state, LotState.Open);
        _requireOpened(job, terms, lotId);
        return terms.priceOf(lotId, _openSeconds(job, terms, lotId, lot));
    }

    function _saleTermsOf(uint256 jobId)
        private
        view
        returns (address royaltyReceiver, uint16 royaltyBps, uint16 operatorShareBps)
    {
        Job storage job = _jobs[jobId];
        if (job.state != JobState.Minted) return (address(0), 0, 0);
        // The lot that minted is the last one.
        return Royalty.unpack(_lots[(jobId << 16) + job.finalLots - 1].commitment);
    }

    function _requireTerms(Job memory job, Terms calldata terms, uint256 lotId) internal pure {
        _requireTerms(job, terms);
        _requireLot(terms, lotId);
    }

    function _requireTerms(Job memory job, Terms calldata terms) internal pure {
        if (job.termsHash != terms.hash()) revert TermsMismatch();
    }

    function _requireLot(Terms calldata terms, uint256 lotId) internal pure {
        if (lotId & type(uint16).max >= terms.lotCount()) revert UnknownLot(lotId);
    }

    function _require(JobState has, JobState wants) internal pure {
        if (has != wants) revert WrongJobState(has, wants);
    }

    function _require(LotState has, LotState wants) internal pure {
        if (has != wants) revert WrongLotState(has, wants);
    }

    function _requireSubmission(Lot memory lot, Claim calldata claim, Submission calldata submission) internal pure {
        if (lot.commitment != claim.commitment(submission)) revert ClaimMismatch();
    }

    /// @dev The assembly lot opens once all lots of tiles are Final.
    function _requireOpened(Job memory job, Terms calldata terms, uint256 lotId) internal pure {
        if (!terms.isAssembly(lotId)) return;
        uint256 tileLots = terms.tileLots();
        if (job.finalLots != tileLots) revert AssemblyNotOpen(job.finalLots, tileLots);
    }

    /// @dev Whether a lot is there for the taking.
    function _requireClaimable(Job memory job, Terms calldata terms, uint256 lotId, Lot memory lot) internal pure {
        _require(job.state, JobState.Live);
        _require(lot.state, LotState.Open);
        _requireOpened(job, terms, lotId);
        if (lot.attempt == type(uint16).max) revert AttemptsExhausted(lotId);
    }

    function _openSeconds(Job memory job, Terms calldata terms, uint256 lotId, Lot memory lot)
        internal
        view
        returns (uint32)
    {
        uint256 openedAt = lot.time;
        if (openedAt == 0) openedAt = terms.isAssembly(lotId) ? job.assemblyOpenedAt : terms.postedAt;
        return uint32(block.timestamp - openedAt);
    }

    /// @dev Whether a submission is up for attestation: not if none was asked for, not if the artist assembled.
    function _isAttested(Terms calldata terms, Claim calldata claim) internal pure returns (bool) {
        return terms.order.attesters != 0 && claim.operator != address(0);
    }

    /// @dev A submitted lot can be finalised from the one second to before the other, and then expires.
    function _decisionTimes(Terms calldata terms, Claim calldata claim, Lot memory lot, Panel panel)
        internal
        view
        returns (uint256 opensAt, uint256 closesAt)
    {
        (uint256 window, uint256 grace) = _windowAndGrace(terms.order.finalityClass);
        if (_isAttested(terms, claim)) window = _windowSeconds(terms.order, panel);
        opensAt = lot.time + window;
        closesAt = opensAt + grace;
    }

    function _submit(
        Terms calldata terms,
        uint256 lotId,
        Lot memory lot,
        Claim memory claim_,
        bytes32 outputRoot,
        bytes32 metadataDigest,
        bytes32 seal
    ) internal {
        if (outputRoot == 0 || seal == 0) revert DigestIsZero();
        if (terms.makesFile(lotId)) {
            if (metadataDigest == 0) revert DigestIsZero();
        } else if (metadataDigest != 0) {
            revert MetadataTooSoon();
        }

        Submission memory submission =
            Submission(outputRoot, metadataDigest, seal, L2Clock.blockNumber(ON_ARBITRUM));
        lot.state = LotState.Submitted;
        lot.time = uint40(block.timestamp);
        lot.commitment = bytes24(keccak256(abi.encode(claim_, submission)));
        _lots[lotId] = lot;

        emit Submitted(lotId, lot.attempt, submission);
    }

    /// @dev What an operator locks for a lot.
    function _bond(Terms calldata terms, uint256 lotId) internal pure returns (uint256) {
        return Offer.bond(terms.shareOf(lotId));
    }
}
