import { encodeAbiParameters, type Hex, hexToBigInt, keccak256, toHex } from "viem";
import type { Stage } from "./stage.ts";

/** Most slots that a contract here declares; mappings are looked for below it. */
const slotsSearched = 20n;

type Key = { type: "uint256" | "address"; value: bigint | Hex };

const uint = (value: bigint): Key => ({ type: "uint256", value });

/** Reaches into storage for states that would take years of transactions. */
export function storageOf(stage: Stage) {
  const { escrow, tester } = stage;
  const { address } = escrow;
  const slots = new Map<string, bigint>();

  /** Writes the word of a mapping's entry. Which slot the mapping has is tried out, until the escrow `shows` it. */
  const write = async (
    mapping: string,
    { type, value: key }: Key,
    word: bigint,
    shows: () => Promise<boolean>,
  ) => {
    const value = toHex(word, { size: 32 });
    const place = (slot: bigint) =>
      keccak256(encodeAbiParameters([{ type }, { type: "uint256" }], [key as never, slot]));
    const known = slots.get(mapping);
    if (known !== undefined) return tester.setStorageAt({ address, index: place(known), value });
    for (let slot = 0n; slot < slotsSearched; slot++) {
      const index = place(slot);
      const before = (await stage.reader.getStorageAt({ address, slot: index })) ?? "0x0";
      await tester.setStorageAt({ address, index, value });
      if (await shows()) {
        slots.set(mapping, slot);
        return;
      }
      await tester.setStorageAt({ address, index, value: toHex(hexToBigInt(before), { size: 32 }) });
    }
    throw new Error(`the ${mapping} are not where they were looked for`);
  };
  const writePanel = (lotId: bigint, word: bigint) =>
    write("panels", uint(lotId << 3n), word, async () => {
      const [seed, target, isCold, seats] = await escrow.read.panels([lotId]);
      return seed !== 0 || target !== 0n || isCold || seats.length !== 0;
    });

  return {
    /** Overwrites an Open lot: state in the lowest byte, then attempt, time and the commitment (0). */
    setLot: (lotId: bigint, lot: { state: number; attempt: number; time: number }) =>
      write(
        "lots",
        uint(lotId),
        BigInt(lot.state) | (BigInt(lot.attempt) << 8n) | (BigInt(lot.time) << 24n),
        async () => {
          const { attempt, time } = await escrow.read.lots([lotId]);
          return attempt === lot.attempt && time === lot.time;
        },
      ),
    /** Makes a lot's draw wait for a block. */
    setTarget: (lotId: bigint, block: bigint) => writePanel(lotId, block),
    /** Gives a lot's panel so many seats, all but the first of nobody. */
    setSeats: (lotId: bigint, count: number, firstNumber: number) =>
      writePanel(lotId, (1n << 216n) | (BigInt(count) << 208n) | (BigInt(firstNumber) << 72n)),
    /** Overwrites a ledger slot. */
    setAccount: (account: Hex, given: { stake: bigint; locked: bigint; credit: bigint }) =>
      write(
        "accounts",
        { type: "address", value: account },
        given.stake | (given.locked << 80n) | (given.credit << 160n),
        async () => {
          const { credit, stake } = await escrow.read.accounts([account]);
          return credit === given.credit && stake === given.stake;
        },
      ),
  };
}
