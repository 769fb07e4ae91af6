// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation, Expiry, Posting} from "../types/Batch.sol";
import {Claim, Submission} from "../types/Lot.sol";
import {Order, Terms, Work} from "../types/Terms.sol";
import {IJobLedger} from "./IJobLedger.sol";
import {INodeStakes} from "./INodeStakes.sol";

/// @title The escrow: jobs, lots, attestations, stake and credit
/// @notice Holds the money of computing. An artist posts a job and pays its highest price in; operators
/// claim its lots at the price of that second, compute, submit; others, drawn by stake, attest; then anybody
/// finalises, and operator and attesters are paid, the rest goes back to the artist. When all lots are Final the
/// token is minted. Every state has an exit that anybody can take after a deadline. Everything is paid as credit,
/// and taken home by `withdraw`.
///
/// The chain keeps hashes: of a job its terms, of a lot its claim and submission. Calls bring those along,
/// from the events {Posted}, {Claimed} and {Submitted}.
///
/// `lotId = jobId << 16 | index`; the token's id is the job's. Ids start at 1. A job of several lots of tiles has
/// one more, the assembly lot, in which they are joined: it opens when the others are Final.
///
/// Sums that do not divide leave their remainder to the artist. Burned wei are credit of the address 0.
///
/// @dev There is no referee. That a Final lot is right rests on an honest majority of the drawn stake; that of a
/// lot without attesters, on its operator alone.
interface IJobEscrow is IJobLedger, INodeStakes {
    /// @notice Posts a job and pays its highest price in. `msg.value` must be `order.maxPrice`.
    /// @dev Refuses whatever could later make an honest node's call revert.
    /// @param inputCid Content id of the canonical input; only emitted.
    function post(Order calldata order, Work calldata work, string calldata inputCid)
        external
        payable
        returns (uint256 jobId);

    /// @notice Posts up to {MAX_BATCH} jobs. `msg.value` must be the sum of their highest prices.
    /// @return firstJobId The others follow it.
    function postMany(Posting[] calldata postings) external payable returns (uint256 firstJobId);

    /// @notice Takes an Open lot at the price of this second, which freezes, and locks the bond.
    /// @dev By a machine key whose operator has the bond free. A whole span must fit before the deadline; two,
    /// if the assembly is still to come.
    /// @param minPay Wei; below this price the call reverts, so that a late transaction is no trap.
    function claim(Terms calldata terms, uint256 lotId, uint256 minPay) external;

    /// @notice Commits to the result, before the claim is due. By any machine key of the claim's operator.
    /// @param outputRoot See {Submission}.
    /// @param metadataDigest SHA-256 of the token's metadata; 0 for a lot that makes no file.
    /// @param seal See {Seals}; with the probes of all tiles of the lot.
    function submit(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        bytes32 outputRoot,
        bytes32 metadataDigest,
        bytes32 seal
    ) external;

    /// @notice The artist joins the tiles itself, when the assembly lot has been Open for one window; also after
    /// the deadline. No claim, no bond, no pay, no attestation: so nobody is left with paid tiles and no token.
    /// @param seal With the artist's address for the operator's.
    function assemble(
        Terms calldata terms,
        uint256 jobId,
        bytes32 outputRoot,
        bytes32 metadataDigest,
        bytes32 seal
    ) external;

    /// @notice Says of up to {MAX_BATCH} submitted lots that they are right (a seal of the sample's probe) or not
    /// (a seal of 0), and locks each lot's price. By a machine key of an operator that was drawn.
    /// @dev What cannot be attested is passed over with {AttestationSkipped}; wrong terms revert.
    function attest(Attestation[] calldata attestations) external;

    /// @notice Opens the seals and decides, at once and for good; pays, and mints with the last lot of a Live job.
    /// By anybody.
    ///  - With all seals that were asked for, and all in agreement: from the fast time on.
    ///  - Else when the window is over (the cold one, if less than half of the seals came), and until the grace
    ///    is, if nobody disagrees or those who agree outnumber the others.
    /// @dev A lot of a Closed job is paid all the same, but nothing mints.
    /// @param probe `keccak256` of the concatenated probes of the lot's tiles.
    /// @param tileProbes Those probes. May be empty if nobody attested.
    function finalise(
        Terms calldata terms,
        uint256 lotId,
        Claim calldata claim_,
        Submission calldata submission,
        bytes32 probe,
        bytes32[] calldata tileProbes
    ) external;

    /// @notice Ends what is overdue, for up to {MAX_BATCH} lots of one job. By anybody.
    ///  - Claimed and past due, Submitted and past the grace: the bond is released, the late fee goes from the
    ///    operator's stake to the artist, and the lot is Open again, or Refunded if the job is Closed. If the lot
    ///    had attestations its vote did not carry: then objectors are paid from the fee and the rest is burned.
    ///  - Open in a Closed job: Refunded.
    function expire(Terms calldata terms, Expiry[] calldata expiries) external;

    /// @notice No further claims. By the artist at any time; by anybody from the deadline on, unless all tiles are
    /// computed already. Lots in flight still finish and are paid, but nothing mints.
    function close(Terms calldata terms, uint256 jobId) external;

    /// @notice Sends all credit of the caller to `to`.
    function withdraw(address to) external;

    /// @notice Stops new jobs, or lets them in again. By the owner. Touches no job that exists.
    function pausePosting(bool paused) external;

    /// @notice How many jobs there are; the last one's id.
    function jobCount() external view returns (uint64);

    function postingPaused() external view returns (bool);

}
