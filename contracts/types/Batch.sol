// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Submission} from "./Lot.sol";
import {Order, Terms, Work} from "./Terms.sol";

/// @notice One job of several that are posted together.
struct Posting {
    Order order;
    Work work;
    string inputCid;
}

/// @notice One lot of several that are attested together.
struct Attestation {
    Terms terms;
    uint256 lotId;
    Claim claim;
    Submission submission;
    /// The attester's own seal; 0 is an objection.
    bytes32 seal;
}

/// @notice One lot of several that are expired together.
struct Expiry {
    uint256 lotId;
    /// All zero for an Open lot.
    Claim claim;
    /// All zero for a lot that is not Submitted.
    Submission submission;
}
