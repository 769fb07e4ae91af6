import { readFile } from "node:fs/promises";
import { Wallet } from "@ethereumjs/wallet";
import { fail } from "@graphiti/protocol/errors.ts";
import { bytesToHex, type Hex, isHex, type LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const readText = async (file: string): Promise<string> => {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    fail("BAD_INPUT", `${file} cannot be read.`, { cause });
  }
};

/**
 * The deploying account from a file: a V3 keystore with its password in another file, or a bare private key.
 * @throws KEYSTORE_UNREADABLE; never shows what is in the files
 */
export async function readDeployer(keyFile: string, passwordFile?: string): Promise<LocalAccount> {
  const text = await readText(keyFile);
  if (!text.startsWith("{")) {
    const key: Hex = text.startsWith("0x") ? (text as Hex) : `0x${text}`;
    if (isHex(key) && key.length === 66) return privateKeyToAccount(key);
    fail("KEYSTORE_UNREADABLE", `${keyFile} is neither a keystore nor a private key.`);
  }
  if (!passwordFile) fail("PASSWORD_MISSING", `${keyFile} is encrypted: give --password-file.`);
  const password = await readText(passwordFile);
  try {
    const wallet = await Wallet.fromV3(text, password, true);
    return privateKeyToAccount(bytesToHex(wallet.getPrivateKey()));
  } catch (cause) {
    fail("KEYSTORE_UNREADABLE", `${keyFile} cannot be opened with this password.`, { cause });
  }
}
