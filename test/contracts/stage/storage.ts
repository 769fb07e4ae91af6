import { encodeAbiParameters, type Hex, hexToBigInt, keccak256, numberToHex, toHex } from "viem";
import type { Stage } from "./stage.ts";

/** Most slots that a contract here declares; mappings are looked for below it. */
const slotsSearched = 20n;

/** Reaches into storage for states that would take years of transactions. */
export function storageOf(stage: Stage) {
  const address = stage.escrow.address;
  const entry = (key: bigint, slot: bigint): Hex =>
    keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], [key, slot]));
  return {
    /** Overwrites an Open lot: state in the lowest byte, then attempt, time and the commitment (0). */
    async setLot(lotId: bigint, lot: { state: number; attempt: number; time: number }) {
      const word = BigInt(lot.state) | (BigInt(lot.attempt) << 8n) | (BigInt(lot.time) << 24n);
      for (let slot = 0n; slot < slotsSearched; slot++) {
        const index = entry(lotId, slot);
        const before = await stage.reader.getStorageAt({ address, slot: index });
        await stage.tester.setStorageAt({ address, index, value: toHex(word, { size: 32 }) });
        const { attempt, time } = await stage.escrow.read.lots([lotId]);
        if (attempt === lot.attempt && time === lot.time) return;
        await stage.tester.setStorageAt({
          address,
          index,
          value: numberToHex(hexToBigInt(before ?? "0x0"), { size: 32 }),
        });
      }
      throw new Error("the lots are not where they were looked for");
    },
  };
}
