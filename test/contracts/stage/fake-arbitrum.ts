import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseAbi,
  toHex,
} from "viem";
import type { TestClient } from "./stage.ts";

export const arbSys = "0x0000000000000000000000000000000000000064";
/** The ring of EIP-2935. */
export const hashRing = "0x0000F90827F1C53a10cb7A02335B175320002935";

const arbSysAbi = parseAbi([
  "function arbBlockNumber() view returns (uint256)",
  "function arbBlockHash(uint256 number) view returns (bytes32)",
]);

/**
 * Answers each call with the word that is stored under its calldata's hash, and reverts where that is zero, as both
 * contracts do for a block out of their range:
 * calldatacopy(0, 0, size); word = sload(keccak256(0, size)); if (word == 0) revert; return word
 */
const answering = "0x365f5f37365f205480600f575f5ffd5b5f5260205ff3";

/** Returns so many bytes, all zero. */
export const returning = (bytes: number): Hex => `0x60${bytes.toString(16).padStart(2, "0")}5ff3`;

/** Arbitrum's two sources of block numbers and hashes, which say what they are told to. */
export function fakeArbitrum(tester: TestClient) {
  const answer = (address: Address, question: Hex, word: Hex) =>
    tester.setStorageAt({ address, index: keccak256(question), value: word });
  const numbered = (number: bigint) => encodeAbiParameters([{ type: "uint256" }], [number]);
  return {
    place: async () => {
      await tester.setCode({ address: arbSys, bytecode: answering });
      await tester.setCode({ address: hashRing, bytecode: answering });
    },
    setBlockNumber: (number: bigint) =>
      answer(
        arbSys,
        encodeFunctionData({ abi: arbSysAbi, functionName: "arbBlockNumber" }),
        toHex(number, { size: 32 }),
      ),
    /** What the ring knows. */
    setRingHash: (number: bigint, hash: Hex) => answer(hashRing, numbered(number), hash),
    /** What the system contract knows. */
    setSystemHash: (number: bigint, hash: Hex) =>
      answer(
        arbSys,
        encodeFunctionData({ abi: arbSysAbi, functionName: "arbBlockHash", args: [number] }),
        hash,
      ),
    /** Puts other code in the ring's place. */
    setRingCode: (bytecode: Hex) => tester.setCode({ address: hashRing, bytecode }),
  };
}
