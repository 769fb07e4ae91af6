import { createPrivateKey, sign, X509Certificate } from "node:crypto";

/** Bytes that a signature takes in a file; the rest of them is padding, because the place is kept beforehand. */
export const reservedBytes = 8192;

/** The head of a CBOR item. @see RFC 8949, 3 */
function head(major: number, value: number): Buffer {
  const first = major << 5;
  if (value < 24) return Buffer.from([first | value]);
  if (value < 0x100) return Buffer.from([first | 24, value]);
  if (value < 0x10000) return Buffer.from([first | 25, value >> 8, value & 255]);
  const long = Buffer.alloc(5, first | 26);
  long.writeUInt32BE(value, 1);
  return long;
}

const integer = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (data: Uint8Array) => Buffer.concat([head(2, data.length), data]);
const text = (value: string) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const list = (items: Buffer[]) => Buffer.concat([head(4, items.length), ...items]);
const map = (entries: [Buffer, Buffer][]) => Buffer.concat([head(5, entries.length), ...entries.flat()]);
const nothing = Buffer.from([0xf6]);
/** Tag 18: COSE_Sign1. */
const sign1Tag = Buffer.from([0xd2]);

const es256 = -7;
const algorithmLabel = 1;
const certificatesLabel = 33;

/**
 * A signer for C2PA: COSE_Sign1 with ES256, the payload left out, padded to {@link reservedBytes}.
 * @param certificatesPem the signer's own certificate first
 * @see RFC 9052, 4.2 and 4.4
 */
export function coseSigner(certificatesPem: string, keyPem: string): (claim: Uint8Array) => Uint8Array {
  const certificates = (certificatesPem.match(/-----BEGIN CERT[\s\S]+?END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
  const key = createPrivateKey(keyPem);
  const [own] = certificates;
  if (!own?.checkPrivateKey(key)) throw new Error("the key is not that of the first certificate");
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") throw new Error("the key is not on P-256");
  const chain = certificates.map(({ raw }) => bytes(raw));
  const guarded = map([
    [integer(algorithmLabel), integer(es256)],
    [integer(certificatesLabel), list(chain)],
  ]);
  return (claim) => {
    const toSign = list([text("Signature1"), bytes(guarded), bytes(Buffer.alloc(0)), bytes(claim)]);
    const signature = sign("sha256", toSign, { key, dsaEncoding: "ieee-p1363" });
    const padded = (length: number) =>
      Buffer.concat([
        sign1Tag,
        list([bytes(guarded), map([[text("pad"), bytes(Buffer.alloc(length))]]), nothing, bytes(signature)]),
      ]);
    let length = reservedBytes - padded(0).length;
    while (padded(length).length > reservedBytes) length -= 1;
    return new Uint8Array(padded(length));
  };
}
