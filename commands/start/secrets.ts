import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bytesToHex } from "viem";
import { devAccount } from "./dev-accounts.ts";
import { makeDevCertificate } from "./dev-certificate.ts";

/** Files that only the owner may read; made on the first start. */
export type SecretFiles = {
  storeToken: string;
  nodePassword: string;
  faucetKey: string;
  /** Certificates and key that a local network signs content credentials with. */
  c2paCertificate: string;
  c2paKey: string;
};

function writeAnew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${text.trimEnd()}\n`, { mode: 0o600 });
}

function writeOnce(path: string, make: () => string): void {
  if (!existsSync(path)) writeAnew(path, make());
}

const randomText = () => randomBytes(24).toString("hex");

export function makeSecrets(home: string): SecretFiles {
  const files = {
    storeToken: join(home, "secrets", "store-token"),
    nodePassword: join(home, "secrets", "node-password"),
    faucetKey: join(home, "secrets", "faucet-key"),
    c2paCertificate: join(home, "secrets", "c2pa-certificate.pem"),
    c2paKey: join(home, "secrets", "c2pa-key.pem"),
  };
  writeOnce(files.storeToken, randomText);
  writeOnce(files.nodePassword, randomText);
  writeOnce(files.faucetKey, () => {
    const { privateKey } = devAccount("faucet").getHdKey();
    if (!privateKey) throw new Error("the faucet's account has no key");
    return bytesToHex(privateKey);
  });
  if (!existsSync(files.c2paCertificate) || !existsSync(files.c2paKey)) {
    const { certificates, key } = makeDevCertificate();
    writeAnew(files.c2paCertificate, certificates);
    writeAnew(files.c2paKey, key);
  }
  return files;
}
