// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Submission} from "../types/Lot.sol";
import {Terms} from "../types/Terms.sol";

/// @title The operators' share
/// @notice An artist can give a part of each sale, at most a twentieth, to the operators that computed the work, once
/// and for all when it posts the job. It is due whoever sells, the artist too. The market puts it aside, in ether, and
/// each operator takes its part: that of its tiles among all tiles. What divisions leave stays, less than a wei a lot.
interface IOperatorShares {
    /// @param lotId The work's `tokenId << 16 | index`.
    event ShareTaken(uint256 indexed lotId, address indexed operator, uint256 amount);

    /// @dev All that is due of the sales so far was taken, or there were none.
    error NoShareDue(uint256 lotId);

    /// @notice Pays a lot's part of what was put aside since it last took it, to the operator that computed the lot. By
    /// anybody.
    /// @param terms Of the job, from the escrow's event `Posted`.
    /// @param claim Of the lot's last attempt, from `Claimed`; all zero for a job of one lot.
    /// @param submission From `Submitted`; all zero for a job of one lot.
    function takeShare(Terms calldata terms, uint256 lotId, Claim calldata claim, Submission calldata submission)
        external;

    /// @notice What a sale at this price puts aside for the operators, in wei; nothing for tokens of other collections.
    function operatorShareOf(address collection, uint256 tokenId, uint256 price) external view returns (uint256);

    /// @notice What all sales of a work have put aside for its operators, in wei, taken or not.
    function operatorShareAccrued(uint256 tokenId) external view returns (uint256);

    /// @notice What was taken of it for a lot, in wei.
    function operatorShareTaken(uint256 lotId) external view returns (uint256);
}
