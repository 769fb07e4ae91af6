import { addressIn, openOrCreateKeystore } from "../keys/keystore.ts";
import { readPassword } from "../keys/password.ts";
import type { Settings } from "../settings.ts";

/** The machine key of this home; created, with its keystore, on the first call. */
export async function machineAccount(settings: Settings) {
  const isNew = (await addressIn(settings.machineKeyFile)) === undefined;
  return openOrCreateKeystore({
    file: settings.machineKeyFile,
    password: () => readPassword(settings.passwordFile, isNew),
  });
}
