import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import {
  addressIn,
  openKeystore,
  openOrCreateKeystore,
  writeKeystore,
} from "../../../node-worker/keys/keystore.ts";
import { readPassword } from "../../../node-worker/keys/password.ts";

const secret = "correct horse battery staple";
let home: string;
before(() => {
  home = mkdtempSync(join(tmpdir(), "keys-"));
});
after(() => rmSync(home, { recursive: true, force: true }));

const code = (expected: string) => (error: unknown) =>
  error instanceof GraphitiError && error.code === expected;
const password = async () => secret;

describe("a keystore", () => {
  it("is created once, readable by its owner alone, and opens to the same key", async () => {
    const file = join(home, "new", "machine-key.json");
    const created = await openOrCreateKeystore({ file, password });
    const opened = await openOrCreateKeystore({ file, password });
    assert.equal(opened.address, created.address);
    assert.equal(await addressIn(file), created.address);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(join(home, "new")), ["machine-key.json"]);
  });

  it("follows the Web3 Secret Storage standard", async () => {
    const file = join(home, "v3.json");
    const key = generatePrivateKey();
    await writeKeystore(file, key, secret);
    const { version, address, crypto } = JSON.parse(readFileSync(file, "utf8"));
    assert.equal(version, 3);
    assert.equal(`0x${address}`, privateKeyToAddress(key).toLowerCase());
    assert.deepEqual([crypto.kdf, crypto.kdfparams.n, crypto.cipher], ["scrypt", 131_072, "aes-128-ctr"]);
    assert.equal(readFileSync(file, "utf8").includes(key.slice(2)), false);
  });

  it("does not open with another password, and names neither password nor key in the error", async () => {
    const file = join(home, "wrong.json");
    const key = generatePrivateKey();
    await writeKeystore(file, key, secret);
    const error = await openKeystore({ file, password: async () => "another password" }).then(
      () => assert.fail("it opened"),
      (thrown) => thrown,
    );
    assert.ok(code("KEYSTORE_UNREADABLE")(error));
    const shown = inspect(error, { depth: 10, showHidden: true });
    for (const word of ["another password", secret, key.slice(2)]) assert.equal(shown.includes(word), false);
  });

  it("is refused when it is damaged", async () => {
    const file = join(home, "damaged.json");
    writeFileSync(file, "{");
    await assert.rejects(() => openOrCreateKeystore({ file, password }), code("KEYSTORE_UNREADABLE"));
    writeFileSync(file, "{}");
    await assert.rejects(() => addressIn(file), code("KEYSTORE_UNREADABLE"));
  });
});

describe("a password", () => {
  it("is the first line of its file", async () => {
    const file = join(home, "password");
    writeFileSync(file, `${secret}\r\nmore\n`);
    assert.equal(await readPassword(file, true), secret);
  });

  it("must be there and long enough", async () => {
    const file = join(home, "short");
    writeFileSync(file, "seven77\n");
    await assert.rejects(() => readPassword(file, false), code("PASSWORD_MISSING"));
    await assert.rejects(() => readPassword(join(home, "none"), false), code("PASSWORD_MISSING"));
  });
});
