import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Wallet } from "@ethereumjs/wallet";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, bytesToHex, getAddress } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";

/** Half a second and 128 MB for each guess; what other wallets call a strong keystore. */
const scryptRounds = 131_072;

/** A key on disk, as the Web3 Secret Storage standard (V3) has it; any wallet can read the file. */
export type Keystore = { file: string; password: () => Promise<string> };

/** Opens the keystore, or creates one with a new key (mode 0600) where there is none. */
export async function openOrCreateKeystore({ file, password }: Keystore): Promise<PrivateKeyAccount> {
  if (existsSync(file)) return openKeystore({ file, password });
  return writeKeystore(file, generatePrivateKey(), await password());
}

/** @throws KEYSTORE_UNREADABLE for a damaged file or a wrong password; the error carries neither */
export async function openKeystore({ file, password }: Keystore): Promise<PrivateKeyAccount> {
  const text = await readKeystore(file);
  let wallet: Wallet;
  try {
    wallet = await Wallet.fromV3(text, await password(), true);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "PASSWORD_MISSING") throw error;
    // The cause is left out: parsers quote what they read.
    fail("KEYSTORE_UNREADABLE", `${file} cannot be opened: wrong password, or damaged.`);
  }
  return privateKeyToAccount(bytesToHex(wallet.getPrivateKey()));
}

/** The address that a keystore names in clear, without its password; undefined where there is no keystore. */
export async function addressIn(file: string): Promise<Address | undefined> {
  if (!existsSync(file)) return undefined;
  const parsed = z
    .object({ address: z.string().regex(/^(0x)?[0-9a-fA-F]{40}$/) })
    .safeParse(JSON.parse(await readKeystore(file)));
  if (!parsed.success) fail("KEYSTORE_UNREADABLE", `${file} does not name its address.`);
  return getAddress(`0x${parsed.data.address.replace(/^0x/, "")}`);
}

export async function writeKeystore(
  file: string,
  key: `0x${string}`,
  password: string,
): Promise<PrivateKeyAccount> {
  const wallet = Wallet.fromPrivateKey(Buffer.from(key.slice(2), "hex"));
  const stored = await wallet.toV3(password, { n: scryptRounds });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(stored)}\n`, { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, file);
  return privateKeyToAccount(key);
}

async function readKeystore(file: string): Promise<string> {
  try {
    const text = await readFile(file, "utf8");
    JSON.parse(text);
    return text;
  } catch {
    fail("KEYSTORE_UNREADABLE", `${file} is not a keystore.`);
  }
}
