import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { initSync, WasmReader } from "@contentauth/c2pa-wasm";
import { readEnv } from "@graphiti/protocol/env.ts";
import sharp from "sharp";
import type { Provenance } from "../../app/_server/credentials/manifest.ts";
import { credentialKind, signCopy } from "../../app/_server/credentials/sign-copy.ts";
import { makeDevCertificate } from "../../commands/start/dev-certificate.ts";

const work: Provenance = {
  title: "Harbour, early",
  mimeType: "image/png",
  chainId: 42161,
  escrow: "0x00000000000000000000000000000000000000E1",
  art: "0x00000000000000000000000000000000000000A1",
  jobId: "7",
  service: { name: "faithful-x2", kind: 1, modelDigest: `0x${"ab".repeat(32)}` },
  inputCid: "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  imageCid: "bafkreibbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
  outputRoot: `0x${"cd".repeat(32)}`,
  receiptUrl: "https://gallery.example/works/7",
};

let folder: string;
let issuerPem: string;
let env: ReturnType<typeof readEnv>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "credentials-"));
  const { certificates, key } = makeDevCertificate();
  issuerPem = certificates.slice(certificates.lastIndexOf("-----BEGIN"));
  env = readEnv({ C2PA_CERTIFICATE: join(folder, "certificate.pem"), C2PA_KEY: join(folder, "key.pem") });
  await writeFile(env.C2PA_CERTIFICATE as string, certificates);
  await writeFile(env.C2PA_KEY as string, key);
  initSync({
    module: await readFile(createRequire(import.meta.url).resolve("@contentauth/c2pa-wasm/c2pa.wasm")),
  });
});
after(() => rm(folder, { recursive: true }));

const picture = () =>
  sharp({
    create: {
      ...{ width: 120, height: 90, channels: 3, background: "black" },
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  });

type Store = {
  active_manifest: string;
  validation_state: string;
  validation_status?: { code: string }[];
  manifests: Record<
    string,
    {
      title: string;
      assertions: { label: string; data: Record<string, unknown> }[];
      ingredients?: { title: string }[];
    }
  >;
};

async function read(bytes: Uint8Array, mimeType: string, anchors?: string) {
  const context =
    anchors && JSON.stringify({ trust: { trust_anchors: anchors }, verify: { verify_trust: true } });
  const reader = await WasmReader.fromBytes(mimeType, bytes, context);
  const store = JSON.parse(reader.json()) as Store;
  const manifest = store.manifests[store.active_manifest];
  assert.ok(manifest);
  const data = (label: string) => manifest.assertions.find((each) => each.label === label)?.data;
  return { store, manifest, data };
}

async function signed(format: "png" | "jpeg" | "webp" | "tiff", about: Partial<Provenance> = {}) {
  const mimeType = `image/${format}`;
  const [path, signedPath] = [join(folder, `plain.${format}`), join(folder, `signed.${format}`)];
  await picture()[format]().toFile(path);
  await signCopy(path, signedPath, { ...work, mimeType, ...about }, env);
  return { mimeType, path, bytes: await readFile(signedPath) };
}

for (const format of ["png", "jpeg", "webp", "tiff"] as const)
  test(`${format}: the credentials are valid, name the job, leave the pixels alone, and break with one of them`, async () => {
    const { mimeType, path, bytes } = await signed(format);
    const { store, manifest, data } = await read(bytes, mimeType, issuerPem);
    assert.equal(store.validation_state, "Trusted", JSON.stringify(store.validation_status));
    assert.equal(manifest.title, "Harbour, early");
    assert.deepEqual(data("org.graphiti.job"), {
      chainId: 42161,
      escrow: work.escrow,
      jobId: "7",
      token: { contract: work.art, id: "7" },
      service: "faithful-x2",
      model: work.service.modelDigest,
      input: `ipfs://${work.inputCid}`,
      result: `ipfs://${work.imageCid}`,
      outputRoot: work.outputRoot,
      receipt: work.receiptUrl,
    });
    assert.equal(manifest.ingredients?.[0]?.title, "The artist's picture");
    assert.match(JSON.stringify(data("c2pa.actions.v2")), /digitalsourcetype\/algorithmicallyEnhanced/);
    assert.deepEqual(await sharp(bytes).raw().toBuffer(), await sharp(path).raw().toBuffer());

    const tampered = Uint8Array.from(bytes);
    // WebP and TIFF keep the manifest behind the picture, the others before it.
    const place = format === "webp" || format === "tiff" ? 800 : bytes.length - 800;
    tampered[place] = (tampered[place] as number) ^ 1;
    const { store: broken } = await read(tampered, mimeType, issuerPem);
    assert.equal(broken.validation_state, "Invalid");
    assert.match(JSON.stringify(broken.validation_status), /assertion\.dataHash\.mismatch/);
  });

test("without the issuer among the trusted, nobody takes a development certificate for more than it is", async () => {
  const { mimeType, bytes } = await signed("png");
  const { store } = await read(bytes, mimeType);
  assert.notEqual(store.validation_state, "Trusted");
  assert.match(JSON.stringify(store.validation_status), /signingCredential\.untrusted/);
  const certificate = new X509Certificate(await readFile(env.C2PA_CERTIFICATE as string));
  assert.match(certificate.subject, /not to be trusted/);
});

test("generated works say that they are a formula's, and networks that invent say so", async () => {
  const kinds = [
    [{ name: "dream", kind: 2 }, /digitalsourcetype\/algorithmicMedia/, "c2pa.created"],
    [{ name: "anime-x4", kind: 1 }, /compositeWithTrainedAlgorithmicMedia/, "c2pa.opened"],
    [{ name: "fast-x2", kind: 1 }, /algorithmicallyEnhanced/, "c2pa.opened"],
  ] as const;
  for (const [service, sourceType, firstAction] of kinds) {
    const { mimeType, bytes } = await signed("jpeg", {
      service: { ...service, modelDigest: work.service.modelDigest },
    });
    const { store, data } = await read(bytes, mimeType, issuerPem);
    assert.equal(store.validation_state, "Trusted", JSON.stringify(store.validation_status));
    const text = JSON.stringify(data("c2pa.actions.v2"));
    assert.match(text, sourceType);
    assert.ok(text.includes(firstAction), text);
    assert.ok(text.includes("c2pa.transcoded"), text);
  }
});

test("no certificate, or one that does not fit its key: a sentence, and nothing of the key in it", async () => {
  const path = join(folder, "some.png");
  await picture().png().toFile(path);
  const out = join(folder, "never.png");
  await assert.rejects(signCopy(path, out, work, readEnv({})), { code: "CREDENTIALS_UNAVAILABLE" });
  const other = join(folder, "other.pem");
  const { key } = makeDevCertificate();
  await writeFile(other, key);
  await assert.rejects(signCopy(path, out, work, { ...env, C2PA_KEY: other }), (thrown: Error) => {
    const said = `${thrown.message} ${String(thrown.cause)}`;
    assert.ok(!key.split("\n").some((line) => line.length > 20 && said.includes(line)), "the key is told");
    return (thrown as { code?: string }).code === "CREDENTIALS_UNAVAILABLE";
  });
});

test("a page can tell a development certificate from a real one", () => {
  const paths = { C2PA_CERTIFICATE: "a", C2PA_KEY: "b" };
  assert.equal(credentialKind(readEnv({})), "none");
  assert.equal(credentialKind(readEnv({ C2PA_CERTIFICATE: "a" })), "none");
  assert.equal(credentialKind(readEnv(paths)), "development");
  assert.equal(credentialKind(readEnv({ ...paths, GRAPHITI_CHAIN: "arbitrum" })), "configured");
});
