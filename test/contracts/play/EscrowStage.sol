// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IGraphitiArt} from "../../../contracts/interfaces/IGraphitiArt.sol";
import {IJobEscrow} from "../../../contracts/interfaces/IJobEscrow.sol";
import {IServiceRegistry} from "../../../contracts/interfaces/IServiceRegistry.sol";
import {Deployment} from "../../../contracts/types/Deployment.sol";
import {ClaimPace, FinalityClass} from "../../../contracts/types/FinalityClass.sol";
import {Service} from "../../../contracts/types/Service.sol";
import {Order, Terms, Work} from "../../../contracts/types/Terms.sol";
import {deployArtifact, vm} from "./Harness.sol";

/// @notice The contracts, one service, and ways to act on them.
contract EscrowStage {
    uint256 internal constant FEE_BPS = 200;
    uint256 internal constant WINDOW = 300;
    uint256 internal constant GRACE = 600;
    uint256 internal constant SLOW_WINDOW = 900;
    uint256 internal constant SLOW_GRACE = 1_200;
    /// The last class's window.
    uint256 internal constant COLD_WINDOW = SLOW_WINDOW;
    uint256 internal constant FAST = 30;
    bytes32 internal constant OUTPUT_ROOT = bytes32(uint256(4));
    string internal constant INPUT_CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    bytes32 internal constant CONSENT =
        keccak256("MachineKeyConsent(address operator,address key,uint256 nonce,uint256 deadline)");

    IJobEscrow internal escrow;
    IGraphitiArt internal art;
    IServiceRegistry internal registry;
    address internal annex;
    address internal owner = address(0xA11CE);
    address internal treasury = address(0x7EA5);

    function setStage() internal {
        vm.warp(1_900_000_000);
        registry = IServiceRegistry(deployArtifact("ServiceRegistry.sol:ServiceRegistry", ""));
        registry.register(Service(1, 2, 512, 7, 3, 6, bytes32(uint256(1))), INPUT_CID);
        address escrowAddress = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 2);
        bytes memory artArguments = abi.encode(escrowAddress, bytes32(uint256(2)));
        art = IGraphitiArt(deployArtifact("GraphitiArt.sol:GraphitiArt", artArguments));
        FinalityClass[] memory classes = new FinalityClass[](2);
        classes[0] = FinalityClass(uint32(FAST), uint32(WINDOW), uint32(GRACE), 0);
        classes[1] = FinalityClass(uint32(FAST), uint32(SLOW_WINDOW), uint32(SLOW_GRACE), 0);
        Deployment memory given =
            Deployment(registry, art, treasury, uint16(FEE_BPS), classes, ClaimPace(120, 10), owner);
        annex = deployArtifact("EscrowAnnex.sol:EscrowAnnex", abi.encode(given));
        escrow = IJobEscrow(deployArtifact("JobEscrow.sol:JobEscrow", abi.encode(given, annex)));
    }

    function registerKey(address operator, uint256 privateKey) internal {
        bytes memory signature = consentOf(privateKey, operator);
        vm.prank(operator);
        escrow.registerKey(vm.addr(privateKey), type(uint256).max, signature);
    }

    function consentOf(uint256 privateKey, address operator) internal view returns (bytes memory) {
        address key = vm.addr(privateKey);
        bytes32 message =
            keccak256(abi.encode(CONSENT, operator, key, escrow.keyNonce(key), type(uint256).max));
        (, string memory name, string memory version, uint256 chainId, address verifier,,) =
            IERC5267(address(escrow)).eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifier
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }

    function stake(address operator, uint256 amount) internal {
        vm.deal(operator, operator.balance + amount);
        vm.prank(operator);
        escrow.stake{value: amount}();
    }

    /// @dev A picture of `tiles` tiles in one row.
    function work(uint32 tiles) internal pure returns (Work memory) {
        bytes32 digest = bytes32(uint256(3));
        return Work(1, tiles * 512, 512, false, 0, digest, digest, digest);
    }

    function order(address recipient, uint96 minPrice, uint96 maxPrice) internal view returns (Order memory) {
        return Order({
            deadline: uint40(block.timestamp + 1 days),
            tilesPerLot: 4,
            minPrice: minPrice,
            maxPrice: maxPrice,
            rampSeconds: 600,
            claimSeconds: 200,
            finalityClass: 0,
            attesters: 0,
            sampleTiles: 0,
            recipient: recipient,
            royaltyBps: 500,
            royaltyReceiver: recipient,
            operatorShareBps: 0
        });
    }

    function post(address artist, Order memory order_, uint32 tiles) internal returns (uint256, Terms memory) {
        Work memory work_ = work(tiles);
        vm.deal(artist, artist.balance + order_.maxPrice);
        vm.prank(artist);
        uint256 jobId = escrow.post{value: order_.maxPrice}(order_, work_, INPUT_CID);
        return (jobId, Terms(artist, uint40(block.timestamp), tiles, keccak256(abi.encode(work_)), order_));
    }

    function sealFor(uint256 lotId, uint256 attempt, address operator, bytes32 metadataDigest, bytes32 probe)
        internal
        view
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                block.chainid, address(escrow), lotId, attempt, operator, OUTPUT_ROOT, metadataDigest, probe
            )
        );
    }

    /// @dev What the probe layer shows of each tile: different for every lot and attempt.
    function tileProbes(uint256 lotId, uint256 attempt, uint256 count) internal pure returns (bytes32[] memory probes) {
        probes = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            probes[i] = keccak256(abi.encode("probe", lotId, attempt, i));
        }
    }

    /// @dev Which tiles attesters check: the first steps of a shuffle, as the rules describe it.
    function sampleOf(uint40 seed, uint256 lotId, uint256 attempt, uint256 wanted, uint256 tiles)
        internal
        pure
        returns (uint256[] memory picks)
    {
        uint256[] memory deck = new uint256[](tiles);
        for (uint256 i; i < tiles; ++i) {
            deck[i] = i;
        }
        picks = new uint256[](wanted < tiles ? wanted : tiles);
        bytes32 stream = keccak256(abi.encode(seed, lotId, attempt));
        for (uint256 i; i < picks.length; ++i) {
            uint256 j = i + uint256(keccak256(abi.encode(stream, i))) % (tiles - i);
            (deck[i], deck[j]) = (deck[j], deck[i]);
            picks[i] = deck[i];
        }
    }

    function sampleProbe(uint40 seed, uint256 lotId, uint256 attempt, uint256 wanted, bytes32[] memory probes)
        internal
        pure
        returns (bytes32)
    {
        uint256[] memory picks = sampleOf(seed, lotId, attempt, wanted, probes.length);
        bytes memory sample;
        for (uint256 i; i < picks.length; ++i) {
            sample = bytes.concat(sample, probes[picks[i]]);
        }
        return keccak256(sample);
    }

    /// @dev In stakes of the whole: three at first, doubled every half minute, at most 32 times.
    function circle(uint256 age) internal pure returns (uint256) {
        return 3 * 2 ** (age / 30 > 32 ? 32 : age / 30);
    }
}
