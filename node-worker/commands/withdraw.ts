import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type Address, formatEther, isAddressEqual, type LocalAccount } from "viem";
import { Escrow } from "../chain/escrow.ts";
import { EscrowCalls } from "../chain/escrow-calls.ts";
import { Outbox } from "../chain/outbox.ts";
import { Journal } from "../journal/journal.ts";
import { addressIn, openKeystore } from "../keys/keystore.ts";
import { lockHome, lockKey } from "../keys/lock.ts";
import { readPassword } from "../keys/password.ts";
import { type Settings, settingsFrom } from "../settings.ts";

export type WithdrawOptions = { to: Address; json: boolean };

/**
 * Pays out the operator's credit. Only the operator's own key can do that; a machine key cannot, unless it is its own
 * operator. Without the key at hand it says what the operator has to call.
 */
export async function withdraw(env: Env, { to, json }: WithdrawOptions, print: (line: string) => void) {
  const settings = settingsFrom(env);
  const deployment = await loadDeployment(env);
  const client = publicClientFor(env, deployment);
  const escrow = new Escrow(client, deployment);
  const machineKey = await addressIn(settings.machineKeyFile);
  if (!machineKey) fail("KEY_NOT_REGISTERED", "There is no node in this home.");
  const operator = await escrow.operatorOf(machineKey);
  if (!operator) fail("KEY_NOT_REGISTERED", "No operator has registered this node's machine key.");
  const { credit } = await escrow.account(operator);
  if (credit === 0n) {
    const sentence = `The operator ${operator} has no credit to withdraw.`;
    return print(json ? JSON.stringify({ operator, to, amountWei: "0" }) : sentence);
  }
  const file = await keystoreOf(settings, operator);
  if (!file) {
    const call = `withdraw(${to})`;
    if (json)
      return print(
        JSON.stringify({ operator, to, amountWei: credit.toString(), call, escrow: escrow.address }),
      );
    print(`${formatEther(credit)} ETH belong to the operator ${operator}, whose key is not in this home.`);
    return print(`Send from that wallet: JobEscrow ${escrow.address}, ${call}.`);
  }
  const account = await openKeystore({ file, password: () => readPassword(settings.passwordFile, false) });
  const locks = isAddressEqual(operator, machineKey) ? [lockHome(settings.home), lockKey(machineKey)] : [];
  const journal = Journal.open(locks.length > 0 ? settings.journalFile : `${settings.home}/operator.db`);
  try {
    const outbox = outboxFor(account, journal, client, deployment.chainId);
    const calls = new EscrowCalls(client, escrow.address, account.address);
    const mined = await outbox.send(`withdraw:${Date.now()}`, () => calls.withdraw(to));
    if (!mined.succeeded) fail("TRANSACTION_REFUSED", "The withdrawal failed; nothing was paid out.");
    if (json)
      return print(JSON.stringify({ operator, to, amountWei: credit.toString(), transaction: mined.hash }));
    print(`${formatEther(credit)} ETH were paid to ${to} (${mined.hash}).`);
  } finally {
    journal.close();
    for (const lock of locks) lock.release();
  }
}

/** The keystore in this home that holds the operator's key, if there is one. */
async function keystoreOf(settings: Settings, operator: Address): Promise<string | undefined> {
  for (const file of [settings.operatorKeyFile, settings.machineKeyFile]) {
    const address = await addressIn(file);
    if (address && isAddressEqual(address, operator)) return file;
  }
  return undefined;
}

function outboxFor(
  account: LocalAccount,
  journal: Journal,
  client: ReturnType<typeof publicClientFor>,
  chainId: number,
) {
  return new Outbox({ client, account, chainId, journal, signal: new AbortController().signal });
}
