import { readEnv } from "@graphiti/protocol/env.ts";
import { EmbeddedStore } from "@graphiti/protocol/storage/embedded-store.ts";
import { KuboStore } from "@graphiti/protocol/storage/kubo-store.ts";
import { PinataStore } from "@graphiti/protocol/storage/pinata-store.ts";
import { startFakeKubo } from "./fake-kubo.ts";
import { startGateway, token } from "./running-gateway.ts";
import { storeContract } from "./store-contract.ts";
import { deadUrl } from "./test-server.ts";

storeContract("embedded", async () => {
  const gateway = await startGateway();
  return {
    store: new EmbeddedStore({ gatewayUrl: gateway.url, token }),
    unreachable: new EmbeddedStore({ gatewayUrl: await deadUrl(), token }),
    signsUploads: true,
    servesUrls: true,
    collect: gateway.collect,
    stop: gateway.stop,
  };
});

storeContract("pinata", async () => {
  const gateway = await startGateway();
  const open = (url: string) =>
    new PinataStore({
      jwt: token,
      gatewayUrl: url,
      apiUrl: `${url}/v3`,
      uploadUrl: `${url}/v3`,
      attempts: 1,
    });
  return {
    store: open(gateway.url),
    unreachable: open(await deadUrl()),
    signsUploads: true,
    servesUrls: true,
    collect: gateway.collect,
    stop: gateway.stop,
  };
});

storeContract("kubo (fake)", async () => {
  const kubo = await startFakeKubo();
  const open = (rpcUrl: string) => new KuboStore({ rpcUrl, gatewayUrl: "https://ipfs.example" });
  return {
    store: open(kubo.url),
    unreachable: open(await deadUrl()),
    signsUploads: false,
    servesUrls: false,
    collect: kubo.collect,
    stop: kubo.stop,
  };
});

const { KUBO_RPC_URL: rpcUrl, GATEWAY_URL: gatewayUrl } = readEnv();
if (rpcUrl)
  storeContract("kubo (real)", async () => ({
    store: new KuboStore({ rpcUrl, gatewayUrl }),
    unreachable: new KuboStore({ rpcUrl: await deadUrl(), gatewayUrl }),
    signsUploads: false,
    servesUrls: false,
    async stop() {},
  }));
