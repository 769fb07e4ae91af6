// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {Attestation} from "../../../contracts/types/Batch.sol";
import {LotState} from "../../../contracts/types/Lot.sol";
import {SkipReason} from "../../../contracts/types/Seated.sol";
import {Order} from "../../../contracts/types/Terms.sol";
import {vm} from "./Harness.sol";
import {PlayLots} from "./PlayLots.sol";

/// @notice Plays what attesters say: predicts for each entry of a batch whether it takes a seat.
contract PlayPanels is PlayLots {
    enum Opinion {
        Right,
        Wrong,
        Objection
    }

    mapping(SkipReason => uint256) public skipped;

    function _attest(uint256 privateKey, uint256[] memory lotIds, Opinion[] memory opinions) internal {
        address operator = operatorOf[privateKey];
        Attestation[] memory attestations = new Attestation[](lotIds.length);
        for (uint256 i; i < lotIds.length; ++i) {
            attestations[i] = Attestation(
                jobOf(lotIds[i]).terms,
                lotIds[i],
                lots[lotIds[i]].claim,
                lots[lotIds[i]].submission,
                sealBy(operator, lotIds[i], opinions[i])
            );
        }
        bytes memory refusal;
        if (operator == address(0)) {
            refusal = abi.encodeWithSelector(INodeStakes.NotAKey.selector, vm.addr(privateKey));
        }
        if (!tries("attest", vm.addr(privateKey), 0, abi.encodeCall(escrow.attest, (attestations)), refusal)) return;
        for (uint256 i; i < lotIds.length; ++i) {
            SkipReason reason = skipReason(operator, lotIds[i]);
            if (reason == SkipReason.None) bookSeat(operator, lotIds[i], attestations[i].seal, opinions[i]);
            else if (reason == SkipReason.SeedGone) lots[lotIds[i]].target = uint64(height);
            ++skipped[reason];
        }
        if (lotIds.length > 1) ++count["attested together"];
    }

    function sealBy(address operator, uint256 lotId, Opinion opinion) private view returns (bytes32) {
        if (opinion == Opinion.Objection) return 0;
        if (opinion == Opinion.Wrong) return keccak256(abi.encode("wrong", operator, lotId));
        PlayedLot storage lot = lots[lotId];
        uint40 seed = lot.seed == 0 ? seedOf(lotId) : lot.seed;
        uint256 wanted = jobOf(lotId).terms.order.sampleTiles;
        bytes32 probe = sampleProbe(seed, lotId, lot.attempt, wanted, probesOf(lotId));
        return sealFor(lotId, lot.attempt, operator, metadataOf(lotId), probe);
    }

    /// @dev 0 when the block is not there, or not there any more.
    function seedOf(uint256 lotId) private view returns (uint40 seed) {
        bytes32 hash = blockhash(targetOf(lotId));
        seed = uint40(bytes5(hash));
        if (hash != 0 && seed == 0) seed = 1;
    }

    function targetOf(uint256 lotId) private view returns (uint256) {
        return lots[lotId].target == 0 ? lots[lotId].submission.l2Block + 1 : lots[lotId].target;
    }

    /// @dev The rules' twelve reasons, in their order.
    function skipReason(address operator, uint256 lotId) private view returns (SkipReason) {
        PlayedLot storage lot = lots[lotId];
        if (lot.state != LotState.Submitted) return SkipReason.NotSubmitted;
        if (!isAttested(lotId)) return SkipReason.NotWanted;
        (uint256 opensAt,) = decisionTimes(lotId);
        if (clock >= opensAt) return SkipReason.WindowOver;
        if (operator == lot.claim.operator) return SkipReason.OwnWork;
        if (lot.seats.length == uint256(jobOf(lotId).terms.order.attesters) + 5) return SkipReason.PanelFull;
        for (uint256 i; i < lot.seats.length; ++i) {
            if (lot.seats[i].operator == operator) return SkipReason.AlreadyAttested;
        }
        if (books[operator].raisedAt >= lot.time) return SkipReason.StakeTooRecent;
        if (lot.seed == 0 && height <= targetOf(lotId)) return SkipReason.SeedPending;
        if (lot.seed == 0 && seedOf(lotId) == 0) return SkipReason.SeedGone;
        uint40 seed = lot.seed == 0 ? seedOf(lotId) : lot.seed;
        if (!drawn(operator, seed, lotId, lot.attempt, clock - lot.time)) return SkipReason.NotDrawn;
        return freeOf(operator) < lot.claim.price ? SkipReason.StakeTooLow : SkipReason.None;
    }

    function drawn(address operator, uint40 seed, uint256 lotId, uint256 attempt, uint256 age)
        private
        view
        returns (bool)
    {
        uint256 own = books[operator].stake;
        uint256 number = uint256(keccak256(abi.encode(seed, lotId, attempt, operator))) >> 128;
        return own != 0 && number < circle(age) * own * 2 ** 128 / allStaked;
    }

    function bookSeat(address operator, uint256 lotId, bytes32 seal, Opinion opinion) private {
        PlayedLot storage lot = lots[lotId];
        Order memory order_ = jobOf(lotId).terms.order;
        uint256 age = clock - lot.time;
        (uint256 window,) = timesOf(order_);
        if (lot.seed == 0) {
            lot.seed = seedOf(lotId);
            lot.target = 0;
        }
        if (age >= window && isThin(lotId)) lot.isCold = true;
        books[operator].locked += lot.claim.price;
        lot.seats.push(PlayedSeat(operator, uint24(age), bytes6(seal), opinion == Opinion.Right));
        ++count[opinion == Opinion.Right ? "seal right" : opinion == Opinion.Wrong ? "seal wrong" : "objection"];
    }
}
