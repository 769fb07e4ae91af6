// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IEscrowEvents} from "./interfaces/IEscrowEvents.sol";
import {IJobEscrow} from "./interfaces/IJobEscrow.sol";
import {INodeStakes} from "./interfaces/INodeStakes.sol";
import {ISeriesDrop} from "./interfaces/ISeriesDrop.sol";
import {CidText} from "./libraries/CidText.sol";
import {DropPrice} from "./libraries/DropPrice.sol";
import {L2Clock} from "./libraries/L2Clock.sol";
import {SeriesJob} from "./libraries/SeriesJob.sol";
import {JobState} from "./types/Job.sol";
import {LotState} from "./types/Lot.sol";
import {Series} from "./types/Series.sol";
import {Collector, Progress, SoldWork, WorkState} from "./types/SoldWork.sol";
import {Work} from "./types/Terms.sol";

/// @dev Documented in {ISeriesDrop}. All amounts are parts of what was paid in, so far below 96 bits.
contract SeriesDrop is ISeriesDrop {
    using DropPrice for Series;
    using SeriesJob for Series;

    /// @inheritdoc ISeriesDrop
    uint8 public constant MAX_BATCH = 50;
    /// @inheritdoc ISeriesDrop
    uint32 public constant POST_SECONDS = 7 days;

    /// @inheritdoc ISeriesDrop
    IJobEscrow public immutable escrow;
    bool private immutable ON_ARBITRUM;
    address private immutable IMPLEMENTATION;

    Progress private _progress;
    mapping(uint256 index => SoldWork) private _works;
    mapping(address account => Collector) private _collectors;

    constructor(IJobEscrow escrow_) {
        escrow = escrow_;
        ON_ARBITRUM = L2Clock.isArbitrum();
        IMPLEMENTATION = address(this);
    }

    /// @dev What the escrow pays out, also if somebody else has it paid out here: that is the artist's.
    receive() external payable {
        _receive();
    }

    /// @inheritdoc ISeriesDrop
    function buy(uint256 quantity, uint256 maxPrice, bytes32[] calldata proof)
        external
        payable
        returns (uint256 firstIndex)
    {
        (, Series memory series) = opened();
        Progress memory now_ = _progress;
        Collector memory buyer = _collectors[msg.sender];
        _requireSale(series);
        _requireQuantity(quantity);
        uint256 left = series.supply - now_.sold;
        if (quantity > left) revert TooFewLeft(left);
        _requireListed(series, proof);
        uint256 bought = buyer.works + quantity;
        if (bought > series.walletCap) revert WalletCapPassed(bought, series.walletCap);
        uint256 price = series.priceAt(block.timestamp);
        if (price > maxPrice) revert PriceTooHigh(price, maxPrice);
        uint256 cost = price * quantity;
        if (msg.value < cost) revert ValueTooLow(msg.value, cost);

        firstIndex = now_.sold;
        uint64 target = L2Clock.blockNumber(ON_ARBITRUM) + 1;
        for (uint256 i; i < quantity; ++i) {
            _works[firstIndex + i] = SoldWork(msg.sender, WorkState.Sold, target);
        }
        buyer.works = uint16(bought);
        buyer.paid += uint96(cost);
        buyer.credit += uint96(msg.value - cost);
        _collectors[msg.sender] = buyer;
        now_.sold += uint16(quantity);
        if (quantity == left) now_.soldOutAt = uint40(block.timestamp);
        _progress = now_;

        emit Bought(msg.sender, firstIndex, quantity, price, target, msg.value - cost);
    }

    /// @inheritdoc ISeriesDrop
    function post(uint256[] calldata indices) external {
        (address artist, Series memory series) = opened();
        _requireQuantity(indices.length);
        uint256 endsAt = _postingEndsAt(series);
        if (block.timestamp >= endsAt) revert IEscrowEvents.TooLate(endsAt);

        for (uint256 i; i < indices.length; ++i) {
            _post(artist, series, indices[i]);
        }
    }

    /// @inheritdoc ISeriesDrop
    function settle(uint256[] calldata indices) external {
        (address artist, Series memory series) = opened();
        _requireQuantity(indices.length);
        uint256 price = _clearingPrice(series);

        for (uint256 i; i < indices.length; ++i) {
            _settle(artist, series, price, indices[i]);
        }
        _progress.settled += uint16(indices.length);
    }

    /// @inheritdoc ISeriesDrop
    function creditExcess(address buyer) external {
        (, Series memory series) = opened();
        Collector memory collector = _collectors[buyer];
        uint256 cost = collector.works * _clearingPrice(series);
        // No work was sold below the clearing price.
        uint256 excess = collector.paid - cost;
        if (excess == 0) revert INodeStakes.AmountIsZero();

        collector.paid = uint96(cost);
        collector.credit += uint96(excess);
        _collectors[buyer] = collector;

        emit ExcessCredited(buyer, excess);
    }

    /// @inheritdoc ISeriesDrop
    function creditRest() external {
        (address artist, Series memory series) = opened();
        _overAt(series);
        Progress memory now_ = _progress;
        if (now_.settled != now_.sold) revert WorksPending(now_.settled, now_.sold);
        _collect();
        uint256 amount = _progress.restWei;
        if (amount == 0) revert INodeStakes.AmountIsZero();

        _progress.restWei = 0;
        _credit(artist, amount);

        emit RestCredited(amount);
    }

    /// @inheritdoc ISeriesDrop
    function withdraw(address to) external {
        if (to == address(0)) revert INodeStakes.AddressIsZero();
        uint256 amount = _collectors[msg.sender].credit;
        if (amount == 0) revert INodeStakes.AmountIsZero();

        _collectors[msg.sender].credit = 0;

        emit Withdrawn(msg.sender, to, amount);
        if (!LowLevelCall.callNoReturn(to, amount, "")) revert INodeStakes.TransferFailed(to);
    }

    /// @inheritdoc ISeriesDrop
    function opened() public view returns (address artist, Series memory series) {
        if (address(this) == IMPLEMENTATION) revert NotADrop();
        return abi.decode(Clones.fetchCloneArgs(address(this)), (address, Series));
    }

    /// @inheritdoc ISeriesDrop
    function progress() external view returns (Progress memory) {
        return _progress;
    }

    /// @inheritdoc ISeriesDrop
    function works(uint256 index) external view returns (SoldWork memory) {
        return _works[index];
    }

    /// @inheritdoc ISeriesDrop
    function collectors(address account) external view returns (Collector memory) {
        return _collectors[account];
    }

    /// @inheritdoc ISeriesDrop
    function priceAt(uint256 second) external view returns (uint256) {
        (, Series memory series) = opened();
        return series.priceAt(second);
    }

    /// @inheritdoc ISeriesDrop
    function clearingPrice() external view returns (uint256) {
        (, Series memory series) = opened();
        return _clearingPrice(series);
    }

    /// @inheritdoc ISeriesDrop
    function postingEndsAt() external view returns (uint256) {
        (, Series memory series) = opened();
        return _postingEndsAt(series);
    }

    function _receive() private {
        if (msg.sender != address(escrow)) revert NotTheEscrow(msg.sender);
        _progress.restWei += uint96(msg.value);
    }

    function _requireSale(Series memory series) private view {
        if (block.timestamp < series.startsAt) revert INodeStakes.TooEarly(series.startsAt);
        if (block.timestamp >= series.endsAt) revert IEscrowEvents.TooLate(series.endsAt);
    }

    function _requireQuantity(uint256 quantity) private pure {
        if (quantity == 0 || quantity > MAX_BATCH) revert QuantityOutOfRange(quantity, MAX_BATCH);
    }

    function _requireListed(Series memory series, bytes32[] calldata proof) private view {
        if (series.allowRoot == 0 || block.timestamp >= series.allowEndsAt) return;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(msg.sender))));
        if (!MerkleProof.verifyCalldata(proof, series.allowRoot, leaf)) revert NotOnTheList(msg.sender);
    }

    function _require(uint256 index, WorkState has, WorkState wants) private pure {
        if (has != wants) revert WrongWorkState(index, has, wants);
    }

    /// @dev When the sale is over, or will be if no more is sold.
    function _overAtLatest(Series memory series) private view returns (uint256) {
        uint256 soldOutAt = _progress.soldOutAt;
        return soldOutAt == 0 ? series.endsAt : soldOutAt;
    }

    /// @dev Reverts while there is a sale.
    function _overAt(Series memory series) private view returns (uint256 overAt) {
        overAt = _overAtLatest(series);
        if (block.timestamp < overAt) revert INodeStakes.TooEarly(overAt);
    }

    function _postingEndsAt(Series memory series) private view returns (uint256) {
        return _overAtLatest(series) + POST_SECONDS;
    }

    function _clearingPrice(Series memory series) private view returns (uint256) {
        _overAt(series);
        return series.clearingPrice(_progress.soldOutAt);
    }

    function _post(address artist, Series memory series, uint256 index) private {
        SoldWork memory work = _works[index];
        _require(index, work.state, WorkState.Sold);
        uint64 current = L2Clock.blockNumber(ON_ARBITRUM);
        if (current <= work.number) revert SeedPending(index, work.number);
        bytes32 blockHash = L2Clock.blockHash(ON_ARBITRUM, work.number);
        if (blockHash == 0) {
            _works[index].number = current;
            emit SeedMoved(index, current);
            return;
        }

        bytes16 seed = SeriesJob.seedOf(address(this), index, blockHash);
        Work memory ordered = series.workOf(seed);
        _works[index].state = WorkState.Posted;
        uint256 jobId = escrow.post{value: series.computing.maxPrice}(
            series.orderOf(artist, work.buyer), ordered, CidText.rawCid(ordered.inputDigest)
        );
        _works[index].number = uint64(jobId);

        emit WorkPosted(index, jobId, seed);
    }

    function _settle(address artist, Series memory series, uint256 price, uint256 index) private {
        SoldWork memory work = _works[index];
        if (work.state == WorkState.Sold) {
            uint256 endsAt = _postingEndsAt(series);
            if (block.timestamp < endsAt) revert INodeStakes.TooEarly(endsAt);
            return _refund(index, work.buyer, price);
        }
        _require(index, work.state, WorkState.Posted);
        uint256 computing = series.computing.maxPrice;
        if (escrow.jobs(work.number).state == JobState.Minted) {
            _works[index].state = WorkState.Minted;
            _credit(artist, price - computing);
            emit WorkMinted(index, price - computing);
            return;
        }
        // The only lot: with it all that was escrowed came back.
        if (escrow.lots(uint256(work.number) << 16).state != LotState.Refunded) revert JobPending(index, work.number);
        _collect();
        _progress.restWei -= uint96(computing);
        _refund(index, work.buyer, price);
    }

    function _refund(uint256 index, address buyer, uint256 price) private {
        _works[index].state = WorkState.Refunded;
        _credit(buyer, price);
        emit WorkRefunded(index, buyer, price);
    }

    function _credit(address account, uint256 amount) private {
        _collectors[account].credit += uint96(amount);
    }

    /// @dev Has the escrow pay out what it owes this contract: see {receive}.
    function _collect() private {
        if (escrow.accounts(address(this)).credit != 0) escrow.withdraw(address(this));
    }
}
