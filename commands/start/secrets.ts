import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bytesToHex } from "viem";
import { devAccount } from "./dev-accounts.ts";

/** Files that only the owner may read; made on the first start. */
export type SecretFiles = { storeToken: string; nodePassword: string; faucetKey: string };

function writeOnce(path: string, make: () => string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${make()}\n`, { mode: 0o600 });
}

const randomText = () => randomBytes(24).toString("hex");

export function makeSecrets(home: string): SecretFiles {
  const files = {
    storeToken: join(home, "secrets", "store-token"),
    nodePassword: join(home, "secrets", "node-password"),
    faucetKey: join(home, "secrets", "faucet-key"),
  };
  writeOnce(files.storeToken, randomText);
  writeOnce(files.nodePassword, randomText);
  writeOnce(files.faucetKey, () => {
    const { privateKey } = devAccount("faucet").getHdKey();
    if (!privateKey) throw new Error("the faucet's account has no key");
    return bytesToHex(privateKey);
  });
  return files;
}
