// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JobLedger} from "../JobLedger.sol";
import {TermsShape} from "../libraries/TermsShape.sol";
import {Job} from "../types/Job.sol";
import {Claim, Lot} from "../types/Lot.sol";
import {Terms} from "../types/Terms.sol";

/// @dev The artist's own way to its token. Documented in {IJobEscrow}.
abstract contract Assembling is JobLedger {
    using TermsShape for Terms;

    function assemble(
        Terms calldata terms,
        uint256 jobId,
        bytes32 outputRoot,
        bytes32 metadataDigest,
        bytes32 seal
    ) external {
        Job memory job = _jobs[jobId];
        _requireTerms(job, terms);
        // Of a job of one lot this is no lot at all.
        uint256 lotId = (jobId << 16) + terms.tileLots();
        _requireLot(terms, lotId);
        Lot memory lot = _lots[lotId];
        if (msg.sender != terms.artist) revert NotTheArtist(msg.sender);
        _requireClaimable(job, terms, lotId, lot);
        uint32 openSeconds = _openSeconds(job, terms, lotId, lot);
        (uint256 window,) = _windowAndGrace(terms.order.finalityClass);
        if (openSeconds < window) revert TooEarly(block.timestamp + window - openSeconds);

        emit Assembled(lotId, lot.attempt, openSeconds);
        _submit(terms, lotId, lot, Claim(address(0), 0, openSeconds), outputRoot, metadataDigest, seal);
    }
}
