import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { fail } from "../errors.ts";

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  privateAddresses.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  privateAddresses.addSubnet(network, prefix, "ipv6");

/** Whether an IP address belongs to this machine or a private network (IPv4-mapped IPv6 included). */
export function isPrivateAddress(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/**
 * An operator names a local store openly: by an address, by `localhost`, or by a name without a dot
 * (a container's). A public name must lead to public addresses; otherwise whoever controls that name
 * could make this process talk to its own private network.
 * @throws STORE_REFUSED for other schemes, credentials in the URL, or a public name with a private address
 */
export async function checkStoreAddress(
  url: URL,
  resolve: (host: string) => Promise<{ address: string }[]> = (host) => lookup(host, { all: true }),
): Promise<void> {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    fail("STORE_REFUSED", `${url.protocol}// is not a way to reach a store; use https:// or http://.`);
  if (url.username !== "" || url.password !== "")
    fail("STORE_REFUSED", "The store's URL must not contain a user name or a password.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 || !host.includes(".") || host.endsWith(".localhost")) return;
  let addresses: { address: string }[];
  try {
    addresses = await resolve(host);
  } catch (cause) {
    fail("STORE_UNREACHABLE", `The name ${host} cannot be resolved.`, { cause, retryable: true });
  }
  const bad = addresses.find(({ address }) => isPrivateAddress(address));
  if (bad) fail("STORE_REFUSED", `${host} leads to the private address ${bad.address}; refused.`);
}
