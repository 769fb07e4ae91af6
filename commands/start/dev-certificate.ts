import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { bits, der, integer, objectId, octets, sequence, set, truth, utcTime, utf8 } from "./der.ts";

const dayMs = 86_400_000;
const validDays = 3650;
const organisation = "Graphiti development, not to be trusted";

const ids = {
  organisation: "2.5.4.10",
  commonName: "2.5.4.3",
  subjectKey: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  authorityKey: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
};

type Party = { name: string; keys: { publicKey: KeyObject; privateKey: KeyObject } };

const party = (name: string): Party => ({ name, keys: generateKeyPairSync("ec", { namedCurve: "P-256" }) });

const nameOf = ({ name }: Party) =>
  sequence(
    set(sequence(objectId(ids.organisation), utf8(organisation))),
    set(sequence(objectId(ids.commonName), utf8(name))),
  );

const publicBytes = ({ keys }: Party) => keys.publicKey.export({ type: "spki", format: "der" });
const keyId = (of: Party) => createHash("sha1").update(publicBytes(of)).digest();

const extension = (id: string, value: Buffer, isCritical = false) =>
  sequence(objectId(id), ...(isCritical ? [truth()] : []), octets(value));

/** What a signer of content credentials must have. @see C2PA specification, 14.5.1 */
const signerExtensions = () => [
  extension(ids.basicConstraints, sequence(), true),
  extension(ids.keyUsage, bits(Buffer.from([0x80]), 7), true),
  extension(ids.extendedKeyUsage, sequence(objectId(ids.emailProtection))),
];

const issuerExtensions = () => [
  extension(ids.basicConstraints, sequence(truth()), true),
  extension(ids.keyUsage, bits(Buffer.from([0x06]), 1), true),
];

/** @see RFC 5280, 4.1 */
function certificate(subject: Party, issuer: Party, own: Buffer[]): string {
  const algorithm = sequence(objectId(ids.ecdsaWithSha256));
  const now = Date.now();
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] as number) & 0x3f);
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    nameOf(issuer),
    sequence(utcTime(new Date(now - dayMs)), utcTime(new Date(now + validDays * dayMs))),
    nameOf(subject),
    publicBytes(subject),
    der(
      0xa3,
      sequence(
        ...own,
        extension(ids.subjectKey, octets(keyId(subject))),
        extension(ids.authorityKey, sequence(der(0x80, keyId(issuer)))),
      ),
    ),
  );
  const signature = sign("sha256", body, issuer.keys.privateKey);
  const base64 = sequence(body, algorithm, bits(signature)).toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${base64.trim()}\n-----END CERTIFICATE-----\n`;
}

/**
 * A certificate for the content credentials of a local network, and the one that issued it, whose key is thrown away
 * at once. Nobody has reason to trust them, and their names say so.
 */
export function makeDevCertificate(): { certificates: string; key: string } {
  const issuer = party("Graphiti development issuer");
  const signer = party("Graphiti development signer");
  return {
    certificates:
      certificate(signer, issuer, signerExtensions()) + certificate(issuer, issuer, issuerExtensions()),
    key: signer.keys.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}
