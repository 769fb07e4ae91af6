// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Series} from "../types/Series.sol";
import {Collector, Progress, SoldWork, WorkState} from "../types/SoldWork.sol";
import {IJobEscrow} from "./IJobEscrow.sol";

/// @title A Dutch drop with settlement
/// @notice The price of a work falls with time. Who buys pays the price of that second; when the sale is over
/// everybody's price becomes that of the last work, or the floor if works are left, and the rest is credited.
/// What a work costs to compute is a part of its price.
///
/// Each work is a job of the escrow with this contract as its artist and the buyer as the token's recipient. It is
/// posted after the sale, in another block: the seed is a hash over this contract, the work's index and the hash of a
/// block that nobody knew at the purchase. So nobody can buy, look at the seed and undo the purchase.
/// Who orders a chain's blocks can: it may choose among blocks until it likes their hash.
///
/// A work ends as the buyer's token, and the artist is credited the clearing price less the price of computing; or,
/// if its job fails or nobody posts it, the buyer is credited the whole clearing price. What the escrow gives back
/// besides, unspent prices and late fees, is the artist's when all works are settled. Only jobs of one lot are
/// posted: of those that fail, the escrow gives back the whole price, whatever happened before.
///
/// Every call but `buy` and `withdraw` is anybody's, for whomever. Nothing is ever pushed.
///
/// @dev A clone whose code ends with the artist and the series: there is no initialiser, and nothing to change.
interface ISeriesDrop {
    /// @param target The block whose hash will give the seeds.
    /// @param change Wei that were sent on top, and credited.
    event Bought(
        address indexed buyer, uint256 firstIndex, uint256 quantity, uint256 price, uint64 target, uint256 change
    );
    /// @dev The block that a seed hung on is out of reach; now it hangs on `target`.
    event SeedMoved(uint256 indexed index, uint64 target);
    event WorkPosted(uint256 indexed index, uint256 indexed jobId, bytes16 seed);
    /// @dev The artist was credited `amount`.
    event WorkMinted(uint256 indexed index, uint256 amount);
    /// @dev The buyer was credited `amount`.
    event WorkRefunded(uint256 indexed index, address indexed buyer, uint256 amount);
    /// @dev What the buyer had paid above the clearing price was credited.
    event ExcessCredited(address indexed buyer, uint256 amount);
    /// @dev What the escrow gave back was credited to the artist.
    event RestCredited(uint256 amount);
    event Withdrawn(address indexed account, address to, uint256 amount);

    error NotADrop();
    error QuantityOutOfRange(uint256 quantity, uint256 max);
    error TooFewLeft(uint256 left);
    /// @dev Not on the list, or the proof is another's.
    error NotOnTheList(address account);
    error WalletCapPassed(uint256 works, uint256 walletCap);
    error PriceTooHigh(uint256 price, uint256 maxPrice);
    error ValueTooLow(uint256 sent, uint256 wants);
    error WrongWorkState(uint256 index, WorkState has, WorkState wants);
    /// @dev The hash of block `target` is not there yet.
    error SeedPending(uint256 index, uint256 target);
    /// @dev The job neither minted nor gave back its price. After its deadline anybody can close it and expire its lot.
    error JobPending(uint256 index, uint256 jobId);
    error WorksPending(uint256 settled, uint256 sold);
    error NotTheEscrow(address sender);

    /// @notice Buys works at the price of this second. What is sent on top is credited.
    /// @param maxPrice Wei for one work; above this price the call reverts.
    /// @param proof That the caller is under `allowRoot`; empty when nobody asks for it.
    /// @return firstIndex The others follow it.
    function buy(uint256 quantity, uint256 maxPrice, bytes32[] calldata proof)
        external
        payable
        returns (uint256 firstIndex);

    /// @notice Posts the jobs of up to {MAX_BATCH} works that are Sold. Until {POST_SECONDS} after the sale.
    /// @dev Where the hash is out of reach the seed is moved to the present block instead: that work can be posted
    /// from the next block on.
    function post(uint256[] calldata indices) external;

    /// @notice Ends up to {MAX_BATCH} works after the sale.
    ///  - Posted, and the job minted: the artist is credited.
    ///  - Posted, and the job's lot is Refunded: the buyer is credited the whole clearing price.
    ///  - Sold, and not posted in time: the same.
    function settle(uint256[] calldata indices) external;

    /// @notice Credits a buyer what it paid above the clearing price, after the sale.
    function creditExcess(address buyer) external;

    /// @notice Credits the artist what the escrow gave back, when the sale is over and all works are settled.
    function creditRest() external;

    /// @notice Sends all credit of the caller to `to`.
    function withdraw(address to) external;

    /// @notice What was opened.
    function opened() external view returns (address artist, Series memory series);

    function progress() external view returns (Progress memory);

    /// @param index From 0, in the order of sale.
    function works(uint256 index) external view returns (SoldWork memory);

    function collectors(address account) external view returns (Collector memory);

    /// @notice Wei for one work at a second, whether or not it can be bought then.
    function priceAt(uint256 second) external view returns (uint256);

    /// @notice Wei that each work costs in the end. Reverts with {TooEarly} before the sale is over.
    function clearingPrice() external view returns (uint256);

    /// @notice The second from which works that were not posted are refunded, if no more are sold.
    function postingEndsAt() external view returns (uint256);

    function escrow() external view returns (IJobEscrow);

    /// @notice Most works in one call.
    function MAX_BATCH() external view returns (uint8);

    /// @notice How long after the sale jobs can be posted.
    function POST_SECONDS() external view returns (uint32);
}
