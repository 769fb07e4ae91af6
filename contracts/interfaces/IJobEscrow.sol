// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FinalityClass} from "../types/FinalityClass.sol";
import {Job, JobState} from "../types/Job.sol";
import {Claim, Lot, LotState, Submission} from "../types/Lot.sol";
import {Order, Terms, Work} from "../types/Terms.sol";
import {IGraphitiArt} from "./IGraphitiArt.sol";
import {INodeStakes} from "./INodeStakes.sol";
import {IServiceRegistry} from "./IServiceRegistry.sol";

/// @title The escrow: jobs, lots, stake and credit
/// @notice The only contract that holds money. An artist posts a job and pays its highest price in; an operator
/// claims a lot at the price of that second, computes, submits; after a window anybody finalises, and the
/// operator is paid, the rest goes back to the artist, and the token is minted. Every state has an exit that
/// anybody can take after a deadline. Everything is paid as credit, and taken home by `withdraw`.
///
/// The chain keeps hashes: of a job its terms, of a lot its claim and submission. Calls bring those along,
/// from the events {Posted}, {Claimed} and {Submitted}.
///
/// `lotId = jobId << 16 | index`; the token's id is the job's. Ids start at 1.
///
/// @dev In this deployment a job is one lot and nobody attests ({MAX_LOTS}, {MAX_ATTESTERS}); there is no
/// referee. A wrong picture with a right seal is not noticed by these contracts.
interface IJobEscrow is INodeStakes {
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
    event Submitted(
        uint256 indexed lotId, uint16 attempt, bytes32 outputRoot, bytes32 metadataDigest, bytes32 seal
    );
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
    error SampleTooLarge(uint256 sampleTiles, uint256 tilesPerLot);
    error UnknownClass(uint256 finalityClass, uint256 count);
    error ClaimTooShort(uint256 claimSeconds, uint256 wants);
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    error RecipientRefused(address recipient);
    error RoyaltyTooHigh(uint256 bps, uint256 max);
    error RoyaltyReceiverMissing();

    // Refused later
    /// @dev These are not the terms that the job was posted with, or there is no such job.
    error TermsMismatch();
    /// @dev This is not the claim, or not the submission, that the lot holds.
    error ClaimMismatch();
    error UnknownLot(uint256 lotId);
    error WrongJobState(JobState has, JobState wants);
    error WrongLotState(LotState has, LotState wants);
    error PriceTooLow(uint256 price, uint256 minPay);
    /// @dev At post and at claim: one whole span (claim, window, grace) from now ends at `earliest`.
    error DeadlineTooNear(uint256 deadline, uint256 earliest);
    /// @dev The lot was opened again 65,535 times: close the job.
    error AttemptsExhausted(uint256 lotId);
    error PastDue(uint256 due);
    error TooLate(uint256 closedAt);
    /// @dev The probe does not open the seal. `opened` is what it gives.
    error SealMismatch(bytes32 seal, bytes32 opened);

    // Refused at deployment
    error ProtocolFeeTooHigh(uint256 bps, uint256 max);
    error NotTheMinter(address escrow, address minter);
    error ClaimPaceIsZero();

    /// @dev The owner can stop new jobs and hand over, and nothing else; so it cannot leave either.
    error OwnershipCannotBeRenounced();

    /// @notice Posts a job and pays its highest price in. `msg.value` must be `order.maxPrice`.
    /// @dev Refuses whatever could later make an honest node's call revert.
    /// @param inputCid Content id of the canonical input; only emitted.
    function post(Order calldata order, Work calldata work, string calldata inputCid)
        external
        payable
        returns (uint256 jobId);

    /// @notice Takes an Open lot at the price of this second, which freezes, and locks the bond.
    /// @dev By a machine key whose operator has the bond free. A whole span must fit before the deadline.
    /// @param minPay Wei; below this price the call reverts, so that a late transaction is no trap.
    function claim(Terms calldata terms, uint256 lotId, uint256 minPay) external;

    /// @notice Commits to the result, before the claim is due. By any machine key of the claim's operator.
    function submit(Terms calldata terms, uint256 lotId, Claim calldata claim_, Submission calldata submission)
        external;

    /// @notice Opens the seal, pays, and mints with the last lot of a Live job. By anybody, once the window is
    /// over and until the grace is.
    /// @dev A lot of a Closed job is paid all the same, but nothing mints.
    /// @param probe `keccak256` of the concatenated digests of the tiles' probe layers.
    function finalise(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        Submission calldata submission,
        bytes32 probe
    ) external;

    /// @notice Ends what is overdue. By anybody.
    ///  - Claimed and past due, Submitted and past the grace: the late fee goes from the operator's stake to the
    ///    artist, the bond is released, and the lot is Open again, or Refunded if the job is Closed.
    ///  - Open in a Closed job: Refunded.
    /// @param claim_ All zero for an Open lot.
    /// @param submission All zero for a lot that is not Submitted.
    function expire(Terms calldata terms, uint256 lotId, Claim calldata claim_, Submission calldata submission)
        external;

    /// @notice No further claims. By the artist at any time, by anybody from the deadline on. Lots in flight
    /// still finish and are paid, but nothing mints.
    function close(Terms calldata terms, uint256 jobId) external;

    /// @notice Sends all credit of the caller to `to`.
    function withdraw(address to) external;

    /// @notice Stops new jobs, or lets them in again. By the owner. Touches no job that exists.
    function pausePosting(bool paused) external;

    function jobs(uint256 jobId) external view returns (Job memory);

    function lots(uint256 lotId) external view returns (Lot memory);

    /// @notice How many jobs there are; the last one's id.
    function jobCount() external view returns (uint64);

    function postingPaused() external view returns (bool);

    /// @notice What a claim of this Open lot would be paid in this block, protocol fee included, in wei.
    function priceAt(Terms calldata terms, uint256 lotId) external view returns (uint256);

    /// @notice The royalty of a minted job's token, for ERC-2981; zero for a job that is not minted.
    /// @return receiver Who gets it.
    /// @return bps Hundredths of a percent of a sale.
    function royaltyOf(uint256 jobId) external view returns (address receiver, uint16 bps);

    function finalityClasses() external view returns (FinalityClass[] memory);

    /// @notice The shortest `claimSeconds` that an order may ask for when its largest lot has so many tiles.
    function minClaimSeconds(uint256 tiles) external view returns (uint256);

    function art() external view returns (IGraphitiArt);

    function registry() external view returns (IServiceRegistry);

    /// @notice Who is credited the protocol fee.
    function treasury() external view returns (address);

    /// @notice Settles disputes; 0 while there is none.
    function referee() external view returns (address);

    /// @notice Hundredths of a percent of a lot's price.
    function PROTOCOL_FEE_BPS() external view returns (uint16);

    function MAX_LOTS() external view returns (uint16);

    function MAX_ATTESTERS() external view returns (uint8);
}
