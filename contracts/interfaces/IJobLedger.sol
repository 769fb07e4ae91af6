// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Job} from "../types/Job.sol";
import {Claim, Lot, Submission} from "../types/Lot.sol";
import {Seated} from "../types/Seated.sol";
import {Terms} from "../types/Terms.sol";
import {IEscrowRules} from "./IEscrowRules.sol";

/// @title What the escrow knows of jobs and lots
interface IJobLedger is IEscrowRules {
    function jobs(uint256 jobId) external view returns (Job memory);

    function lots(uint256 lotId) external view returns (Lot memory);

    /// @notice What a claim of this Open lot would be paid in this block, protocol fee included, in wei.
    function priceAt(Terms calldata terms, uint256 lotId) external view returns (uint256);

    /// @notice The royalty of a minted job's token, for ERC-2981; zero for a job that is not minted.
    /// @return receiver Who gets it.
    /// @return bps Hundredths of a percent of a sale.
    function royaltyOf(uint256 jobId) external view returns (address receiver, uint16 bps);

    /// @notice The part of each sale that the artist gave to the operators of a minted job, in hundredths of a percent;
    /// zero for a job that is not minted.
    function operatorShareOf(uint256 jobId) external view returns (uint16 bps);

    /// @notice Who computed a lot of a minted job, and how much. Reverts for the assembly lot, which only joins.
    /// @param claim Of the lot, and `submission` too: the lot holds their hash. Of a job of one lot they are not looked
    /// at: it holds its operator, if its order has an operator share, and else this reverts.
    /// @return operator Its wallet.
    /// @return tiles Of the lot; `terms.tiles` are those of the job.
    function computedBy(Terms calldata terms, uint256 lotId, Claim calldata claim, Submission calldata submission)
        external
        view
        returns (address operator, uint256 tiles);

    /// @notice What attesters have said of a submitted lot, in their order.
    /// @return seed Of the draw and the sample; 0 while nobody has attested.
    /// @return target The block whose hash will be the seed, if that was moved; else 0.
    /// @return isCold Whether too few came in time, so that the cold window decides.
    function panels(uint256 lotId)
        external
        view
        returns (uint40 seed, uint64 target, bool isCold, Seated[] memory seated);
}
