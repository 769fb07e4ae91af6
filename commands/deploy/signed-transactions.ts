import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { trackTransaction, wipe } from "@nomicfoundation/ignition-core";
import { type Hex, keccak256 } from "viem";
import { artifacts } from "./artifacts.ts";
import type { signingProvider } from "./signing-provider.ts";

type Signed = { nonce: number; bytes: Hex };

/** Ignition's number for a transaction that it meant to send and does not know to be sent. */
const transactionLost = 10410;

const fileIn = (directory: string) => join(directory, "signed.jsonl");

/** Writes a transaction down before it is broadcast; so one that is not written down was never sent. */
export async function keepSigned(directory: string, signed: Signed): Promise<void> {
  await mkdir(directory, { recursive: true });
  await appendFile(fileIn(directory), `${JSON.stringify(signed)}\n`);
}

async function readSigned(directory: string): Promise<Signed[]> {
  const text = await readFile(fileIn(directory), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as Signed);
}

/**
 * Repairs the journal after a run that died while it sent a transaction: the transaction is broadcast again and
 * given to Ignition, or forgotten if it was never signed.
 * @returns whether `thrown` told of such a transaction
 */
export async function recoverLost(
  thrown: unknown,
  directory: string,
  provider: ReturnType<typeof signingProvider>,
): Promise<boolean> {
  const { number, messageArguments } = thrown as {
    number?: number;
    messageArguments?: { futureId?: string; nonce?: number };
  };
  if (number !== transactionLost || !messageArguments?.futureId) return false;
  const signed = (await readSigned(directory)).filter(({ nonce }) => nonce === messageArguments.nonce).at(-1);
  if (!signed) {
    await wipe(directory, artifacts, messageArguments.futureId);
    return true;
  }
  const hash = keccak256(signed.bytes);
  // A chain that has it already refuses it; whether it does is what the tracking asks.
  await provider.request({ method: "eth_sendRawTransaction", params: [signed.bytes] }).catch(() => undefined);
  await trackTransaction(directory, hash, provider);
  return true;
}
