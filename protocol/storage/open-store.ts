import type { Env } from "../env.ts";
import { fail } from "../errors.ts";
import { EmbeddedStore } from "./embedded-store.ts";
import { KuboStore } from "./kubo-store.ts";
import { PinataStore } from "./pinata-store.ts";
import type { Store } from "./store.ts";

type StoreEnv = Pick<
  Env,
  | "STORAGE"
  | "GATEWAY_URL"
  | "EMBEDDED_STORE_TOKEN"
  | "PINATA_JWT"
  | "PINATA_API_URL"
  | "PINATA_UPLOAD_URL"
  | "KUBO_RPC_URL"
>;

/**
 * The store that the settings name. Nothing is contacted yet.
 * @throws BAD_ENVIRONMENT if a setting that this store needs is missing
 */
export function openStore(env: StoreEnv): Store {
  const gatewayUrl = env.GATEWAY_URL;
  switch (env.STORAGE) {
    case "embedded":
      return new EmbeddedStore({
        gatewayUrl,
        token: needed("EMBEDDED_STORE_TOKEN", env.EMBEDDED_STORE_TOKEN),
      });
    case "pinata":
      return new PinataStore({
        gatewayUrl,
        jwt: needed("PINATA_JWT", env.PINATA_JWT),
        apiUrl: env.PINATA_API_URL,
        uploadUrl: env.PINATA_UPLOAD_URL,
      });
    case "kubo":
      return new KuboStore({ gatewayUrl, rpcUrl: needed("KUBO_RPC_URL", env.KUBO_RPC_URL) });
  }
}

function needed(name: string, value: string | undefined): string {
  return value ?? fail("BAD_ENVIRONMENT", `${name} is not set; the chosen STORAGE needs it.`);
}
