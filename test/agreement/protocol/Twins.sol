// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Draw} from "../../../contracts/libraries/Draw.sol";
import {Offer} from "../../../contracts/libraries/Offer.sol";
import {Seals} from "../../../contracts/libraries/Seals.sol";
import {TermsShape} from "../../../contracts/libraries/TermsShape.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Terms, Work} from "../../../contracts/types/Terms.sol";

struct LotCase {
    Terms terms;
    Work work;
    uint256 lotId;
    Claim claim;
    Submission submission;
    uint256 openSeconds;
    uint256 ageSeconds;
    uint256 windowSeconds;
    uint256 protocolFeeBps;
}

struct LotAnswer {
    bytes25 termsHash;
    bytes32 workHash;
    bytes24 claimCommitment;
    bytes24 submissionCommitment;
    uint256 lotCount;
    bool isAssembly;
    bool makesFile;
    uint256 tiles;
    uint256 share;
    uint256 price;
    uint256 bond;
    uint256 lateFee;
    uint256 protocolFee;
    uint256 pot;
    uint256 attesterPay;
}

struct DrawCase {
    bytes32 blockHash;
    uint256 lotId;
    uint256 attempt;
    address operator;
    uint256 ageSeconds;
    uint256 stake;
    uint256 totalStake;
    uint256 wanted;
    bytes32[] tileProbes;
}

struct DrawAnswer {
    uint40 seed;
    bool drawn;
    bytes32 sampleProbe;
}

struct SealCase {
    uint256 lotId;
    uint256 attempt;
    address operator;
    bytes32 outputRoot;
    bytes32 metadataDigest;
    bytes32 probe;
}

struct TreeCase {
    uint256 index;
    bytes32 digest;
    bytes32[] proof;
}

/// @notice The contracts' own libraries, opened to whoever compares them with their twins in TypeScript.
contract Twins {
    using TermsShape for Claim;
    using TermsShape for Terms;
    using TermsShape for Work;

    function lots(LotCase[] calldata cases) external pure returns (LotAnswer[] memory answers) {
        answers = new LotAnswer[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            _shape(cases[i], answers[i]);
            _money(cases[i], answers[i]);
        }
    }

    function draws(DrawCase[] calldata cases) external pure returns (DrawAnswer[] memory answers) {
        answers = new DrawAnswer[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            DrawCase calldata given = cases[i];
            uint40 seed = Draw.seedOf(given.blockHash);
            answers[i].seed = seed;
            answers[i].drawn = Draw.isDrawn(
                seed, given.lotId, given.attempt, given.operator, given.ageSeconds, given.stake, given.totalStake
            );
            answers[i].sampleProbe =
                Draw.sampleProbe(seed, given.lotId, given.attempt, given.wanted, given.tileProbes);
        }
    }

    function seals(SealCase[] calldata cases) external view returns (bytes32[] memory answers) {
        answers = new bytes32[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            SealCase calldata given = cases[i];
            answers[i] = Seals.sealOf(
                given.lotId, given.attempt, given.operator, given.outputRoot, given.metadataDigest, given.probe
            );
        }
    }

    /// @return roots To which each leaf's proof leads.
    function trees(TreeCase[] calldata cases) external pure returns (bytes32[] memory roots) {
        roots = new bytes32[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            bytes32 leaf = keccak256(abi.encode(cases[i].index, cases[i].digest));
            roots[i] = MerkleProof.processProofCalldata(cases[i].proof, leaf);
        }
    }

    function assemblyTileProbes(bytes32[] calldata pixels) external pure returns (bytes32[] memory probes) {
        probes = new bytes32[](pixels.length);
        for (uint256 i; i < pixels.length; ++i) {
            probes[i] = keccak256(abi.encode("graphiti assembly", pixels[i]));
        }
    }

    function _shape(LotCase calldata given, LotAnswer memory answer) private pure {
        answer.termsHash = given.terms.hash();
        answer.workHash = given.work.hash();
        answer.claimCommitment = given.claim.commitment();
        answer.submissionCommitment = given.claim.commitment(given.submission);
        answer.lotCount = given.terms.lotCount();
        answer.isAssembly = given.terms.isAssembly(given.lotId);
        answer.makesFile = given.terms.makesFile(given.lotId);
        answer.tiles = given.terms.probesOf(given.lotId);
    }

    function _money(LotCase calldata given, LotAnswer memory answer) private pure {
        answer.share = given.terms.shareOf(given.lotId);
        answer.price = given.terms.priceOf(given.lotId, given.openSeconds);
        answer.bond = Offer.bond(answer.share);
        answer.lateFee = Offer.lateFee(answer.share);
        answer.protocolFee = Offer.protocolFee(answer.price, given.protocolFeeBps);
        answer.pot = Offer.attestersPot(answer.price);
        answer.attesterPay =
            Offer.attesterPay(answer.pot, given.ageSeconds, given.windowSeconds, given.terms.order.attesters);
    }
}
