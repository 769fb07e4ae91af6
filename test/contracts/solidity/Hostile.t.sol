// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {INodeStakes} from "../../../contracts/interfaces/INodeStakes.sol";
import {Claim, Submission} from "../../../contracts/types/Lot.sol";
import {Order, Terms} from "../../../contracts/types/Terms.sol";
import {EscrowStage} from "../play/EscrowStage.sol";
import {vm} from "../play/Harness.sol";
import {GasBurner, Reenterer, Refuser, ReturnBomber} from "../play/Hostile.sol";

/// @notice Nobody's gas or success depends on the code of who is paid or receives a token.
contract HostileTest is EscrowStage {
    uint256 private constant KEY = 0x1001;
    bytes32 private constant PROBE = bytes32(uint256(5));
    address private constant OPERATOR = address(0x0901);
    address private constant ARTIST = address(0x0A01);
    address private constant RECIPIENT = address(0x0B01);

    function setUp() public {
        setStage();
        stake(OPERATOR, 100 ether);
        registerKey(OPERATOR, KEY);
    }

    function test_finalisingCostsTheSameWhateverTheRecipientsCode() public {
        (uint256 jobId, Terms memory terms) = post(ARTIST, order(RECIPIENT, 1 ether, 2 ether), 4);
        (Claim memory claim_, Submission memory submission) = bringToWindowsEnd(jobId, terms);
        bytes[4] memory codes = [
            bytes(""),
            address(new Refuser()).code,
            address(new GasBurner()).code,
            address(new ReturnBomber()).code
        ];
        uint256 snapshot = vm.snapshotState();
        uint256 usual;
        for (uint256 i; i < codes.length; ++i) {
            vm.etch(RECIPIENT, codes[i]);
            vm.etch(ARTIST, codes[i]);
            vm.etch(OPERATOR, codes[i]);
            vm.etch(treasury, codes[i]);
            uint256 before = gasleft();
            escrow.finalise(terms, jobId << 16, claim_, submission, PROBE);
            uint256 used = before - gasleft();
            if (i == 0) usual = used;
            // The test's own memory grows a little from turn to turn; any call out would cost 2,600.
            vm.assertLe(used, usual + 500, "gas");
            vm.assertTrue(art.ownerOf(jobId) == RECIPIENT, "owner");
            vm.revertToState(snapshot);
        }
    }

    function test_onlyWhoWithdrawsPaysForAHostileReceiver() public {
        closeAndRefund(ARTIST);
        address[2] memory refusing = [address(new Refuser()), address(new GasBurner())];
        for (uint256 i; i < refusing.length; ++i) {
            vm.prank(ARTIST);
            (bool paid, bytes memory reason) =
                address(escrow).call{gas: 3_000_000}(abi.encodeCall(escrow.withdraw, (refusing[i])));
            vm.assertTrue(!paid, "paid");
            bytes memory expected = abi.encodeWithSelector(INodeStakes.TransferFailed.selector, refusing[i]);
            vm.assertTrue(keccak256(reason) == keccak256(expected), "reason");
        }
        vm.prank(ARTIST);
        escrow.withdraw(RECIPIENT);
        vm.assertEq(RECIPIENT.balance, 2 ether, "balance");
    }

    function test_aReturnBombCostsTheCallerNothing() public {
        closeAndRefund(ARTIST);
        address bomber = address(new ReturnBomber());
        vm.prank(ARTIST);
        uint256 before = gasleft();
        escrow.withdraw(bomber);
        uint256 used = before - gasleft();
        vm.assertEq(bomber.balance, 2 ether, "balance");
        // The bomber's own memory costs 2.1 million; copying it would cost the escrow as much again.
        vm.assertLe(used, 2_300_000, "gas");
    }

    function test_aReentrantReceiverIsPaidOnce() public {
        Reenterer thief = new Reenterer(escrow);
        stake(address(0x0902), 50 ether);
        vm.deal(address(this), 3 ether);
        thief.stake{value: 3 ether}();
        closeAndRefund(address(thief));
        vm.warp(block.timestamp + 30 days);
        thief.withdraw();
        vm.assertEq(thief.entered(), 2, "the unstaking inside succeeded, once");
        vm.assertEq(address(thief).balance, 5 ether, "its own money and no more");
        vm.assertEq(address(escrow).balance, 150 ether, "everybody else's");
    }

    function testFuzz_aSplitAddsUpToWhatWasEscrowed(uint96 one, uint96 other, uint32 ramp, uint32 wait) public {
        uint96 limit = uint96(uint256(type(uint80).max) / 10);
        uint96 maxPrice = 1 + (one > other ? one : other) % limit;
        uint96 minPrice = (one > other ? other : one) % (maxPrice + 1);
        Order memory order_ = order(RECIPIENT, minPrice, maxPrice);
        order_.rampSeconds = ramp == 0 ? 1 : ramp;
        stake(OPERATOR, uint256(maxPrice) * 5);
        (uint256 jobId, Terms memory terms) = post(ARTIST, order_, 4);
        vm.warp(block.timestamp + wait % 80_000);
        uint256 price = escrow.priceAt(terms, jobId << 16);
        vm.assertLe(minPrice, price, "at least the lowest");
        vm.assertLe(price, maxPrice, "at most the highest");
        (Claim memory claim_, Submission memory submission) = bringToWindowsEnd(jobId, terms);
        vm.assertEq(claim_.price, price, "frozen");
        vm.assertEq(escrow.accounts(OPERATOR).locked, uint256(maxPrice) * 5, "bond");
        escrow.finalise(terms, jobId << 16, claim_, submission, PROBE);
        uint256 paid = uint256(escrow.accounts(OPERATOR).credit) + escrow.accounts(ARTIST).credit;
        vm.assertEq(paid + escrow.accounts(treasury).credit, maxPrice, "sum");
        vm.assertEq(escrow.accounts(treasury).credit, price * FEE_BPS / 10_000, "fee");
        vm.assertEq(escrow.accounts(OPERATOR).locked, 0, "lock");
    }

    function bringToWindowsEnd(uint256 jobId, Terms memory terms)
        private
        returns (Claim memory claim_, Submission memory submission)
    {
        uint256 lotId = jobId << 16;
        uint256 open = block.timestamp - terms.postedAt;
        claim_ = Claim(OPERATOR, uint96(escrow.priceAt(terms, lotId)), uint32(open));
        submission = Submission(bytes32(uint256(4)), bytes32(lotId), sealFor(lotId, 0, OPERATOR, PROBE));
        vm.startPrank(vm.addr(KEY));
        escrow.claim(terms, lotId, 0);
        escrow.submit(terms, lotId, claim_, submission);
        vm.stopPrank();
        vm.warp(block.timestamp + WINDOW);
    }

    function closeAndRefund(address artist) private {
        (uint256 jobId, Terms memory terms) = post(artist, order(RECIPIENT, 1 ether, 2 ether), 4);
        vm.prank(artist);
        escrow.close(terms, jobId);
        Claim memory noClaim;
        Submission memory noSubmission;
        escrow.expire(terms, jobId << 16, noClaim, noSubmission);
    }
}
