// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation, Expiry} from "../../../contracts/types/Batch.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Order, Terms} from "../../../contracts/types/Terms.sol";
import {EscrowStage} from "./EscrowStage.sol";
import {vm} from "./Harness.sol";

/// @notice One job, brought step by step to where a single test begins. For whatever is not about chance.
abstract contract SceneStage is EscrowStage {
    address internal constant ARTIST = address(0x0A01);
    address internal constant RECIPIENT = address(0x0B01);
    address internal constant OPERATOR = address(0x0901);
    uint256 internal constant KEY = 0x1001;
    /// Attesters: operators and keys of these numbers.
    uint160 internal constant FIRST_ATTESTER = 0x0902;
    uint256 internal constant FIRST_ATTESTER_KEY = 0x1002;

    Terms internal terms;
    uint256 internal jobId;
    uint256 internal lotId;
    Claim internal claim_;
    Submission internal submission;
    uint256 internal attempt;

    function setScene() internal {
        setStage();
        vm.roll(1_000);
        enrol(OPERATOR, KEY);
        for (uint160 i; i < 3; ++i) {
            enrol(address(FIRST_ATTESTER + i), FIRST_ATTESTER_KEY + i);
        }
        vm.warp(block.timestamp + 1);
    }

    function enrol(address operator, uint256 privateKey) internal {
        stake(operator, 100 ether);
        registerKey(operator, privateKey);
    }

    /// @dev From 1 to 2 ether.
    function postScene(address artist, uint32 tiles, uint8 attesters) internal {
        Order memory order_ = order(RECIPIENT, 1 ether, 2 ether);
        order_.attesters = attesters;
        order_.sampleTiles = 2;
        Terms memory terms_;
        (jobId, terms_) = post(artist, order_, tiles);
        terms = terms_;
        lotId = jobId << 16;
        attempt = 0;
    }

    /// @dev Two lots of tiles, Final, and the assembly lot Open.
    function bringToAssembly(address artist) internal {
        postScene(artist, 8, 0);
        for (uint256 i; i < 2; ++i) {
            lotId = (jobId << 16) + i;
            claimLot();
            submitLot();
            vm.warp(block.timestamp + WINDOW);
            vm.assertTrue(tries(RECIPIENT, finaliseCall()), "a lot of tiles");
        }
        lotId = (jobId << 16) + 2;
    }

    function claimLot() internal {
        claimLotFor(OPERATOR, vm.addr(KEY));
    }

    function claimLotFor(address operator, address key) internal {
        uint256 price = escrow.priceAt(terms, lotId);
        claim_ = Claim(operator, uint96(price), uint32(openSeconds()));
        vm.prank(key);
        escrow.claim(terms, lotId, 0);
    }

    function submitLot() internal {
        submission = submissionOf(OPERATOR);
        vm.prank(vm.addr(KEY));
        escrow.submit(
            terms, lotId, claim_, submission.outputRoot, submission.metadataDigest, submission.seal
        );
    }

    /// @dev A quarter of an hour on, so that everybody is drawn.
    function attestLot(uint160 which, bool right) internal {
        (uint40 seed,,,) = escrow.panels(lotId);
        vm.roll(block.number + 2);
        if (seed == 0) seed = uint40(bytes5(blockhash(submission.l2Block + 1)));
        address operator = address(FIRST_ATTESTER + which);
        bytes32 probe = sampleProbe(seed, lotId, attempt, terms.order.sampleTiles, probes());
        attestWith(which, right ? sealFor(lotId, attempt, operator, submission.metadataDigest, probe) : bytes32(0));
    }

    function attestWith(uint160 which, bytes32 seal) internal {
        vm.assertTrue(tries(vm.addr(FIRST_ATTESTER_KEY + which), attestCall(seal)), "attest");
    }

    function attestCall(bytes32 seal) internal view returns (bytes memory) {
        Attestation[] memory given = new Attestation[](1);
        given[0] = Attestation(terms, lotId, claim_, submission, seal);
        return abi.encodeCall(escrow.attest, (given));
    }

    function finaliseCall() internal view returns (bytes memory) {
        bytes32[] memory all = probes();
        bytes32 probe = keccak256(abi.encodePacked(all));
        return abi.encodeCall(escrow.finalise, (terms, lotId, claim_, submission, probe, all));
    }

    function expireCall() internal view returns (bytes memory) {
        Expiry[] memory expiries = new Expiry[](1);
        expiries[0] = Expiry(lotId, claim_, submission);
        return abi.encodeCall(escrow.expire, (terms, expiries));
    }

    function claimCall() internal view returns (bytes memory) {
        return abi.encodeCall(escrow.claim, (terms, lotId, 0));
    }

    function assembleCall() internal view returns (bytes memory) {
        Submission memory own = submissionOf(terms.artist);
        return abi.encodeCall(escrow.assemble, (terms, jobId, own.outputRoot, own.metadataDigest, own.seal));
    }

    function submitCall(address worker) internal view returns (bytes memory) {
        Submission memory given = submissionOf(worker);
        return abi.encodeCall(
            escrow.submit, (terms, lotId, claim_, given.outputRoot, given.metadataDigest, given.seal)
        );
    }

    function closeCall() internal view returns (bytes memory) {
        return abi.encodeCall(escrow.close, (terms, jobId));
    }

    function probes() internal view returns (bytes32[] memory) {
        uint256 before = (lotId & 0xffff) * terms.order.tilesPerLot;
        uint256 left = isAssembly() ? 1 : terms.tiles - before;
        return tileProbes(lotId, attempt, left < terms.order.tilesPerLot ? left : terms.order.tilesPerLot);
    }

    function submissionOf(address worker) internal view returns (Submission memory) {
        bool makesFile = terms.tiles <= terms.order.tilesPerLot || isAssembly();
        bytes32 metadata = makesFile ? bytes32(lotId) : bytes32(0);
        bytes32 seal = sealFor(lotId, attempt, worker, metadata, keccak256(abi.encodePacked(probes())));
        return Submission(OUTPUT_ROOT, metadata, seal, uint64(block.number));
    }

    function isAssembly() private view returns (bool) {
        return (lotId & 0xffff) * terms.order.tilesPerLot >= terms.tiles;
    }

    function openSeconds() private view returns (uint256) {
        uint256 openedAt = escrow.lots(lotId).time;
        if (openedAt == 0) openedAt = isAssembly() ? escrow.jobs(jobId).assemblyOpenedAt : terms.postedAt;
        return block.timestamp - openedAt;
    }

    function tries(address from, bytes memory call_) internal returns (bool accepted) {
        vm.prank(from);
        (accepted,) = address(escrow).call(call_);
    }

    /// @dev Whether a call would succeed. Changes nothing.
    function would(address from, bytes memory call_) internal returns (bool accepted) {
        uint256 snapshot = vm.snapshotState();
        accepted = tries(from, call_);
        vm.revertToState(snapshot);
    }
}
