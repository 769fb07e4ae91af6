import { type Address, getAddress, type Hex } from "viem";

/** A machine key's agreement to work for an operator, as `JobEscrow.registerKey` takes it. */
export type Consent = {
  key: Address;
  /** Absent where a text names only what the contract is given. */
  operator?: Address;
  /** Unix seconds until which it is good, inclusive. */
  deadline: bigint;
  signature: Hex;
};

type Signed = { operator: Address; key: Address; nonce: bigint; deadline: bigint };
type Where = { chainId: number; escrow: Address };

/** What the machine key signs (EIP-712). Twin of the type hash in `NodeStakes.sol`. */
export function consentTypedData(message: Signed, { chainId, escrow }: Where) {
  return {
    domain: { name: "Graphiti JobEscrow", version: "1", chainId, verifyingContract: escrow },
    types: {
      MachineKeyConsent: [
        { name: "operator", type: "address" },
        { name: "key", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "MachineKeyConsent",
    message,
  } as const;
}

/**
 * Leads to the gallery's page for operators, with the consent filled in. It stands behind the `#`, so that no
 * server gets to see it.
 */
export function consentLink(galleryUrl: string, { operator, key, deadline, signature }: Consent): string {
  const named = operator ? { operator } : undefined;
  const fields = new URLSearchParams({ ...named, key, deadline: String(deadline), signature });
  return `${new URL("/operate", galleryUrl).href}#${fields}`;
}

const field = (name: string, value: string) =>
  new RegExp(`\\b${name}"?\\s*[:=]\\s*"?(${value})(?![0-9a-z])`, "i");
const patterns = {
  operator: field("operator", "0x[0-9a-f]{40}"),
  key: field("key", "0x[0-9a-f]{40}"),
  deadline: field("deadline", "\\d{1,15}"),
  signature: field("signature", "0x[0-9a-f]{130}"),
};

/**
 * Finds a consent in what somebody pasted: the link, the JSON that the node prints, or both with words around.
 * @returns undefined where a part is missing or malformed; whether the signature is right, the contract says
 */
export function parseConsent(text: string): Consent | undefined {
  const found = (name: keyof typeof patterns) => patterns[name].exec(text)?.[1]?.toLowerCase();
  const [operator, key, deadline, signature] = [
    found("operator"),
    found("key"),
    found("deadline"),
    found("signature"),
  ];
  if (!key || !deadline || !signature) return undefined;
  return {
    key: getAddress(key),
    ...(operator && { operator: getAddress(operator) }),
    deadline: BigInt(deadline),
    signature: signature as Hex,
  };
}
