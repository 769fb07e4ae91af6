import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkStoreAddress, isPrivateAddress } from "@graphiti/protocol/storage/public-address.ts";
import { errorWith } from "./graphiti-error.ts";

const leadsTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }));

describe("a store's address", () => {
  test("is private or public", () => {
    const hidden =
      "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255";
    for (const address of hidden.split(" ")) {
      assert.equal(isPrivateAddress(address), true, address);
      assert.equal(isPrivateAddress(`::ffff:${address}`), true, `::ffff:${address}`);
    }
    for (const address of ["::1", "::", "fe80::1", "fd00::1", "ff02::1", "64:ff9b::a00:1"])
      assert.equal(isPrivateAddress(address), true, address);
    for (const address of ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])
      assert.equal(isPrivateAddress(address), false, address);
  });

  test("may be local if the operator says so openly", async () => {
    for (const url of [
      "http://127.0.0.1:8180",
      "http://[::1]:8180",
      "http://localhost:1",
      "http://gateway:8180",
      "http://10.0.0.7",
    ])
      await checkStoreAddress(new URL(url), () => assert.fail("must not be resolved"));
  });

  test("under a public name must be public", async () => {
    const url = new URL("https://gateway.example");
    await checkStoreAddress(url, leadsTo("93.184.216.34"));
    const refused = errorWith("STORE_REFUSED");
    await assert.rejects(checkStoreAddress(url, leadsTo("169.254.169.254")), refused);
    await assert.rejects(checkStoreAddress(url, leadsTo("93.184.216.34", "127.0.0.1")), refused);
    const failing = () => Promise.reject(new Error("ENOTFOUND"));
    await assert.rejects(checkStoreAddress(url, failing), errorWith("STORE_UNREACHABLE", true));
  });

  test("is plain http or https without credentials", async () => {
    for (const url of ["file:///etc/passwd", "ftp://gateway.example", "http://user:secret@127.0.0.1"])
      await assert.rejects(checkStoreAddress(new URL(url)), errorWith("STORE_REFUSED"));
  });
});
