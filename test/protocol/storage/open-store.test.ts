import assert from "node:assert/strict";
import { test } from "node:test";
import { readEnv } from "@graphiti/protocol/env.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { KuboStore } from "@graphiti/protocol/storage/kubo-store.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { PinataStore } from "@graphiti/protocol/storage/pinata-store.ts";
import { errorWith } from "./graphiti-error.ts";

const cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

test("the settings choose the store, and a missing one is named", () => {
  const cases = [
    ["embedded", "EMBEDDED_STORE_TOKEN", "secret", EmbeddedStore],
    ["pinata", "PINATA_JWT", "secret", PinataStore],
    ["kubo", "KUBO_RPC_URL", "http://127.0.0.1:5001", KuboStore],
  ] as const;
  for (const [STORAGE, setting, value, kind] of cases) {
    const store = openStore(
      readEnv({ STORAGE, [setting]: value, GATEWAY_URL: "https://gateway.example/base/" }),
    );
    assert.ok(store instanceof kind);
    assert.equal(store.url(cid), `https://gateway.example/base/ipfs/${cid}`);
    assert.throws(
      () => openStore(readEnv({ STORAGE })),
      (thrown) => errorWith("BAD_ENVIRONMENT")(thrown) && String(thrown).includes(setting),
    );
  }
});
