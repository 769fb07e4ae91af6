// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

enum WorkState {
    None,
    Sold,
    Posted,
    Minted,
    Refunded
}

/// @notice One slot per work that was sold.
struct SoldWork {
    address buyer;
    WorkState state;
    /// Sold: the block whose hash will give the seed, as {L2Clock} counts. From Posted on: the job.
    uint64 number;
}

/// @notice One slot per account that has money here.
struct Collector {
    /// Wei that `withdraw` pays out.
    uint96 credit;
    /// Wei that its works have cost it: as much as it paid, later the clearing price of each.
    uint96 paid;
    /// Works that it bought.
    uint16 works;
}

/// @notice How far a drop has come. One slot.
struct Progress {
    uint16 sold;
    /// Works that are Minted or Refunded.
    uint16 settled;
    /// Unix seconds at which the last work was sold; 0 as long as there are some.
    uint40 soldOutAt;
    /// Wei that came back from the escrow and are nobody's yet.
    uint96 restWei;
}
