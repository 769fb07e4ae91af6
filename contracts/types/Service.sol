// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Something that nodes can compute. Registered once, never changed.
struct Service {
    /// 1 upscale, 2 generate.
    uint8 kind;
    /// Output pixels per input pixel, along one side.
    uint8 scale;
    /// Input pixels along one side of a tile's core.
    uint16 tileCore;
    /// Input pixels around the core that its result depends on.
    uint16 halo;
    uint8 channels;
    /// Index of the layer whose digest is the probe.
    uint16 probeLayer;
    /// SHA-256 of the model's bytes.
    bytes32 modelDigest;
}
