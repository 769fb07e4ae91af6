import { allowList } from "@graphiti/protocol/drop.ts";
import { type Address, getAddress, type Hex, isAddress } from "viem";

/** Longest list that a browser reads: as many accounts as a drop has works at most. */
const mostAccounts = 10_000;

export type ReadList =
  | { accounts: Address[]; problem?: undefined }
  | { accounts?: undefined; problem: string };

/** Reads a list as an artist publishes it: a JSON array of addresses. */
export function readList(text: string): ReadList {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { problem: 'This is not JSON. A list looks like ["0x…", "0x…"].' };
  }
  if (!Array.isArray(parsed) || parsed.length === 0)
    return { problem: 'A list is a JSON array of addresses: ["0x…", "0x…"].' };
  if (parsed.length > mostAccounts)
    return { problem: `The list has ${parsed.length} addresses; ${mostAccounts} are the most.` };
  const wrong = parsed.findIndex(
    (each) => typeof each !== "string" || !isAddress(each, { strict: false }) || !each.startsWith("0x"),
  );
  if (wrong >= 0) return { problem: `Entry ${wrong + 1} of the list is not an address.` };
  const accounts = parsed.map((each: string) => getAddress(each.toLowerCase()));
  return { accounts: [...new Set(accounts)] };
}

export type Eligibility =
  | { kind: "unreadable"; problem: string }
  /** Another drop's list, or an older one. */
  | { kind: "otherList" }
  | { kind: "missing"; accounts: number }
  | { kind: "listed"; accounts: number; proof: Hex[] };

/**
 * Whether an account may buy before everybody else.
 * @param text the list, as it was pasted or loaded
 * @param root what the drop was opened with
 */
export function eligibilityOf(text: string, root: Hex, account: Address): Eligibility {
  const { accounts, problem } = readList(text);
  if (!accounts) return { kind: "unreadable", problem };
  const list = allowList(accounts);
  if (list.root !== root) return { kind: "otherList" };
  const found = accounts.find((each) => each === getAddress(account));
  if (!found) return { kind: "missing", accounts: accounts.length };
  return { kind: "listed", accounts: accounts.length, proof: list.proofOf(found) };
}
