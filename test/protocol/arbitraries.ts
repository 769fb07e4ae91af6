import { type LotShape, lotCount } from "@graphiti/protocol/terms.ts";
import fc from "fast-check";
import { type Address, getAddress, type Hex, toHex } from "viem";

/** Every division into lots that the escrow accepts. */
export const anyShape: fc.Arbitrary<LotShape> = fc
  .record({ tilesPerLot: fc.integer({ min: 1, max: 128 }), lots: fc.integer({ min: 1, max: 64 }) })
  .chain(({ tilesPerLot, lots }) =>
    fc.record({
      tilesPerLot: fc.constant(tilesPerLot),
      tiles: fc.integer({ min: (lots - 1) * tilesPerLot + 1, max: lots * tilesPerLot }),
    }),
  );

export const anyLot: fc.Arbitrary<{ shape: LotShape; index: number }> = anyShape.chain((shape) =>
  fc.record({ shape: fc.constant(shape), index: fc.nat(lotCount(shape) - 1) }),
);

export const anyDigest: fc.Arbitrary<Hex> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => toHex(bytes));

export const anyAddress: fc.Arbitrary<Address> = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => getAddress(toHex(bytes)));
