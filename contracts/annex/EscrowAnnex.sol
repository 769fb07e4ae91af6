// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EscrowRules} from "../EscrowRules.sol";
import {NodeStakes} from "../NodeStakes.sol";
import {FinalityClasses} from "../libraries/FinalityClasses.sol";
import {Deployment} from "../types/Deployment.sol";
import {Assembling} from "./Assembling.sol";
import {Attesting} from "./Attesting.sol";
import {Expiring} from "./Expiring.sol";
import {StakeDesk} from "./StakeDesk.sol";

/// @title The second half of the escrow's code
/// @notice A contract's code is limited to 24 kB. The calls that are not on every job's way live here, and the
/// escrow runs them on its own storage: both halves have the same base, so the same layout. Called directly, this
/// contract knows no job; a stake put in here by mistake can be taken out again.
contract EscrowAnnex is Assembling, Attesting, Expiring, StakeDesk {
    /// @notice What this half was deployed with: the other half must be deployed with the same.
    bytes32 public immutable DEPLOYMENT_HASH;

    constructor(Deployment memory given)
        EscrowRules(given)
        NodeStakes(FinalityClasses.longestSpan(given.classes))
    {
        DEPLOYMENT_HASH = keccak256(abi.encode(given));
    }
}
