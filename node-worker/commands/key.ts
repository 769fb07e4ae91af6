import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { consentLink, consentTypedData } from "@graphiti/protocol/consent.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import type { Address, Hex } from "viem";
import { Escrow } from "../chain/escrow.ts";
import { settingsFrom } from "../settings.ts";
import { machineAccount } from "./home.ts";

const dayInSeconds = 86_400;

/** What `phaestus key --operator 0x… --json` prints. */
export type PrintedConsent = {
  key: Address;
  operator: Address;
  nonce: string;
  /** Unix seconds. */
  deadline: string;
  signature: Hex;
  escrow: Address;
  chainId: number;
  /** Opens the gallery with the consent filled in, where the node knows a gallery. */
  link?: string;
};

export type KeyOptions = { operator: Address | undefined; deadline: bigint | undefined; json: boolean };

/** Prints the machine key's address, or its consent to an operator. */
export async function key(env: Env, { operator, deadline, json }: KeyOptions, print: (line: string) => void) {
  const account = await machineAccount(settingsFrom(env));
  if (!operator) return print(json ? JSON.stringify({ key: account.address }) : account.address);
  const deployment = await loadDeployment(env);
  const escrow = new Escrow(publicClientFor(env, deployment), deployment);
  const nonce = await escrow.keyNonce(account.address);
  const until = deadline ?? BigInt((await escrow.nowSeconds()) + dayInSeconds);
  const message = { operator, key: account.address, nonce, deadline: until };
  const where = { chainId: deployment.chainId, escrow: escrow.address };
  const signature = await account.signTypedData(consentTypedData(message, where));
  const printed: PrintedConsent = {
    key: account.address,
    operator,
    nonce: nonce.toString(),
    deadline: until.toString(),
    signature,
    ...where,
    ...(env.GALLERY_URL && { link: consentLink(env.GALLERY_URL, { ...message, signature }) }),
  };
  if (json) return print(JSON.stringify(printed));
  for (const line of sentences(printed)) print(line);
}

function sentences({ link, ...consent }: PrintedConsent): string[] {
  const until = new Date(Number(consent.deadline) * 1000).toISOString().slice(0, 16).replace("T", " ");
  const where = link
    ? ["Open this in the browser that has the operator's wallet, and confirm:", "", link, ""]
    : ["Paste this on the gallery's page /operate, with the operator's wallet connected:", ""];
  return [
    `The machine key ${consent.key} agrees to work for ${consent.operator} until ${until} UTC.`,
    ...where,
    JSON.stringify(consent, null, 2),
  ];
}
