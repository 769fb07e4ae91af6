// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {JobState} from "../types/Job.sol";
import {LotState, Submission} from "../types/Lot.sol";
import {SkipReason} from "../types/Seated.sol";
import {Terms, Work} from "../types/Terms.sol";

/// @title What the escrow says of jobs and lots
/// @notice The events are complete: who has them all knows all state. Errors carry the facts.
interface IEscrowEvents {
    event Posted(uint256 indexed jobId, address indexed artist, Terms terms, Work work, string inputCid);
    event Claimed(
        uint256 indexed lotId,
        address indexed operator,
        address indexed key,
        uint16 attempt,
        uint256 price,
        uint32 openSeconds,
        uint256 due
    );
    event Submitted(uint256 indexed lotId, uint16 attempt, Submission submission);
    /// @dev The artist took the assembly lot itself. {Submitted} follows.
    event Assembled(uint256 indexed lotId, uint16 attempt, uint32 openSeconds);
    /// @param seed What the draw and the sample hang on.
    /// @param seal 0 is an objection.
    /// @param age Seconds since the submit.
    event Attested(
        uint256 indexed lotId,
        address indexed operator,
        address indexed key,
        uint16 attempt,
        uint40 seed,
        bytes32 seal,
        uint256 age
    );
    event AttestationSkipped(uint256 indexed lotId, address indexed operator, SkipReason reason);
    /// @dev The block that the draw hung on is out of reach; now it hangs on `target`.
    event DrawRetargeted(uint256 indexed lotId, uint16 attempt, uint64 target);
    /// @dev At {Finalised} of a lot with attestations: one bit and one pay for each, in their order.
    event AttestersPaid(uint256 indexed lotId, uint16 attempt, uint16 agreed, uint256[] pays);
    /// @dev At {Expired} of a lot with attestations: one bit and one pay for each; the rest of the fee is burned.
    event ObjectorsPaid(uint256 indexed lotId, uint16 attempt, uint16 objected, uint256[] pays, uint256 burned);
    event Finalised(
        uint256 indexed lotId, bytes32 probe, uint256 operatorPay, uint256 protocolFee, uint256 artistRefund
    );
    /// @dev `attempt` is the one that expired; the next is one higher.
    event Expired(
        uint256 indexed lotId, uint16 attempt, address indexed operator, uint256 lateFee, LotState state
    );
    event Refunded(uint256 indexed lotId, uint256 amount);
    event Closed(uint256 indexed jobId, address by);
    event Minted(uint256 indexed jobId, address indexed recipient, bytes32 metadataDigest);
    event Withdrawn(address indexed account, address to, uint256 amount);
    event PostingPaused(bool paused);

    // Refused at post
    error PostingIsPaused();
    error WrongValue(uint256 sent, uint256 wants);
    /// @dev The highest price must not be 0, below the lowest, or above `limit`.
    error PriceOutOfRange(uint256 minPrice, uint256 maxPrice, uint256 limit);
    error RampIsZero();
    error PictureIsEmpty(uint256 width, uint256 height);
    error DigestIsZero();
    error TilesPerLotOutOfRange(uint256 tilesPerLot, uint256 max);
    error TooManyLots(uint256 lots, uint256 max);
    error TooManyAttesters(uint256 attesters, uint256 max);
    /// @dev Attesters are asked for, but no tile that they should check.
    error SampleIsZero();
    error SampleTooLarge(uint256 sampleTiles, uint256 tilesPerLot);
    error UnknownClass(uint256 finalityClass, uint256 count);
    error ClaimTooShort(uint256 claimSeconds, uint256 wants);
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    error RecipientRefused(address recipient);
    error RoyaltyTooHigh(uint256 bps, uint256 max);
    error RoyaltyReceiverMissing();
    error OperatorShareTooHigh(uint256 bps, uint256 max);

    // Refused of batches
    error BatchIsEmpty();
    error BatchTooLarge(uint256 length, uint256 max);

    // Refused later
    /// @dev These are not the terms that the job was posted with, or there is no such job.
    error TermsMismatch();
    /// @dev This is not the claim, or not the submission, that the lot holds.
    error ClaimMismatch();
    error UnknownLot(uint256 lotId);
    error WrongJobState(JobState has, JobState wants);
    error WrongLotState(LotState has, LotState wants);
    /// @dev The assembly lot computes nothing.
    error NoTilesComputed(uint256 lotId);
    /// @dev The artist gave the operators no share, so nothing was kept of who computed this job of one lot.
    error NoOperatorShare(uint256 jobId);
    error PriceTooLow(uint256 price, uint256 minPay);
    /// @dev At post and at claim: a whole span (claim, window, grace) from now ends at `earliest`; two spans if the
    /// assembly is still to come.
    error DeadlineTooNear(uint256 deadline, uint256 earliest);
    /// @dev The lot was opened again 65,535 times: close the job.
    error AttemptsExhausted(uint256 lotId);
    error PastDue(uint256 due);
    /// @dev The assembly lot opens when all lots of tiles are Final.
    error AssemblyNotOpen(uint256 finalLots, uint256 tileLots);
    /// @dev Only a lot that makes the file has metadata.
    error MetadataTooSoon();
    error NotTheArtist(address caller);
    error TooLate(uint256 closedAt);
    /// @dev The probe does not open the seal. `opened` is what it gives.
    error SealMismatch(bytes32 seal, bytes32 opened);
    /// @dev With attestations to judge, the probes of all tiles are needed, and these are not they.
    error TileProbesMismatch();
    /// @dev Those who agree must outnumber the others. The lot waits until it expires.
    error VoteLost(uint256 matching, uint256 others);

    // Refused at deployment
    error ProtocolFeeTooHigh(uint256 bps, uint256 max);
    error NotTheMinter(address escrow, address minter);
    error ClaimPaceIsZero();
    /// @dev The two halves of the code were deployed with different rules.
    error AnnexMismatch();

    /// @dev The owner can stop new jobs and hand over, and nothing else; so it cannot leave either.
    error OwnershipCannotBeRenounced();
}
