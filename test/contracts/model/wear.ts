import { encodeAbiParameters, encodeFunctionData, type Hex, keccak256, toHex } from "viem";
import { allAbi, type Chain } from "./chain.ts";

/** Most slots that a contract here declares; mappings are looked for below it. */
const slotsSearched = 20n;

/** Bits of a lot's slot in which its attempt stands: after the state, in the lowest byte. */
const attemptBits = 0xffffn << 8n;

const entry = (lotId: bigint, slot: bigint): Hex =>
  keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], [lotId, slot]));

/** Reaches into storage for what would take 65,535 expired claims: the last attempt of an Open lot. */
export async function wearOut(chain: Chain, lotId: bigint): Promise<void> {
  const view = encodeFunctionData({ abi: allAbi, functionName: "lots", args: [lotId] });
  const lot = async () => await chain.read(chain.escrow, view);
  const before = await lot();
  for (let slot = 0n; slot < slotsSearched; slot++) {
    const place = entry(lotId, slot);
    const word = await chain.storageAt(place);
    await chain.setStorageAt(place, toHex(BigInt(word) | attemptBits, { size: 32 }));
    if ((await lot()) !== before) return;
    await chain.setStorageAt(place, toHex(BigInt(word), { size: 32 }));
  }
  throw new Error("the lots are not where they were looked for");
}
