import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import { fail } from "./errors.ts";

const text = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65535);
const wei = z
  .string()
  .regex(/^\d+$/, "must be a whole number of wei")
  .transform((digits) => BigInt(digits));
const addresses = z
  .string()
  .transform((list) =>
    list
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== ""),
  )
  .refine(
    (list) => list.every((each) => isAddress(each, { strict: false })),
    "must be addresses with commas between",
  )
  .transform((list): Address[] => list.map((each) => getAddress(each)));

/** One entry per variable: its schema, and the comment that `.env.example` shows above it. */
const settings = {
  GRAPHITI_CHAIN: [
    z.enum(["local", "arbitrum-sepolia", "arbitrum"]).default("local"),
    "The chain: local, arbitrum-sepolia or arbitrum.",
  ],
  RPC_URL: [z.url().optional(), "JSON-RPC of the chain. Default: the local chain, or Arbitrum's public RPC."],
  PUBLIC_RPC_URL: [
    z.url().optional(),
    "RPC that browsers use; never put a secret key here. Default: the chain's public RPC, or RPC_URL on the local chain.",
  ],
  DEPLOYMENT_FILE: [text.optional(), "Deployment to use instead of protocol/deployments/<chain>.json."],
  GRAPHITI_HOME: [text.default(".graphiti"), "Folder for all state of the local network."],
  STORAGE: [
    z.enum(["embedded", "pinata", "kubo"]).default("embedded"),
    "Where files are stored: embedded, pinata or kubo.",
  ],
  GATEWAY_URL: [
    z.url().default("http://127.0.0.1:8180"),
    "IPFS gateway that serves ?format=raw and ?format=car; every byte from it is verified.",
  ],
  EMBEDDED_STORE_DIRECTORY: [
    text.optional(),
    "Folder of the embedded store. Default: <GRAPHITI_HOME>/store.",
  ],
  EMBEDDED_STORE_PORT: [port.default(8180), "Port of the embedded store's gateway."],
  EMBEDDED_STORE_HOST: [
    text.default("127.0.0.1"),
    "Address it listens on. Elsewhere than loopback, GATEWAY_URL is the address it hands out.",
  ],
  EMBEDDED_STORE_HOT_SECONDS: [
    z.coerce.number().int().min(0).default(2_592_000),
    "How long it keeps hot content (inputs) before it expires. Seconds.",
  ],
  EMBEDDED_STORE_TOKEN: [
    text.optional(),
    "Bearer token that uploads to the embedded store must carry. Secret.",
  ],
  PINATA_JWT: [text.optional(), "API token of Pinata, when STORAGE=pinata. Secret."],
  PINATA_API_URL: [z.url().default("https://api.pinata.cloud/v3"), "Pinata's API."],
  PINATA_UPLOAD_URL: [z.url().default("https://uploads.pinata.cloud/v3"), "Pinata's upload API."],
  KUBO_RPC_URL: [
    z.url().optional(),
    "RPC of a Kubo node, when STORAGE=kubo, for example http://127.0.0.1:5001.",
  ],
  INDEXER_URL: [z.url().default("http://127.0.0.1:42069"), "Where the gallery reads the index."],
  INDEXER_PORT: [port.default(42069), "Port that the indexer serves on."],
  DATABASE_URL: [text.optional(), "PostgreSQL for the indexer. Default: embedded PGlite. Secret."],
  GALLERY_URL: [
    z.url().optional(),
    "The gallery: its address in copies of works, and where a node reports its progress.",
  ],
  PHAESTUS_HOME: [
    text.optional(),
    "Folder of a node: keystore and journal. Default: <GRAPHITI_HOME>/phaestus.",
  ],
  PHAESTUS_PASSWORD_FILE: [text.optional(), "File holding the password of the node's keystore (mode 0600)."],
  PHAESTUS_FLOOR_WEI_PER_TILE: [wei.default(0n), "A node claims nothing that pays less than this per tile."],
  PHAESTUS_FLOOR_WEI_PER_HOUR: [
    wei.default(0n),
    "A node claims nothing that pays less than this per hour of computing, at the pace that phaestus bench has measured.",
  ],
  PHAESTUS_MAX_OPEN_LOTS: [
    z.coerce.number().int().min(1).max(1_000).default(16),
    "A node claims no more while so many of its lots are not final.",
  ],
  PHAESTUS_LOW_BALANCE_WEI: [
    wei.default(5_000_000_000_000_000n),
    "A node warns when its machine key holds less than this for gas.",
  ],
  PHAESTUS_METRICS_PORT: [port.optional(), "Port for /metrics, /health and /ready of a node. Unset: off."],
  PHAESTUS_SESSIONS: [
    z.coerce.number().int().min(1).max(64).optional(),
    "Inference sessions of a node, one thread each. Default: one per core.",
  ],
  PHAESTUS_DEVICE: [
    z.enum(["cpu", "webgpu", "cuda", "auto"]).default("cpu"),
    "What a node computes on; services that are not exact there go to the cpu. auto: the best that is there.",
  ],
  C2PA_CERTIFICATE: [
    text.optional(),
    "Certificates (PEM file, the gallery's own first) that content credentials of downloads are signed with. Unset: off.",
  ],
  C2PA_KEY: [
    text.optional(),
    "The P-256 key of the first of them (PEM file, mode 0600). The file is secret.",
  ],
  CURATORS: [
    addresses.default([]),
    "Wallets that decide what this gallery does not show, with commas between them. Default: nobody.",
  ],
  FAUCET_KEY_FILE: [text.optional(), "Key that funds burner wallets. Local chain only. Secret."],
  WALLETCONNECT_PROJECT_ID: [text.optional(), "Adds WalletConnect wallets to the gallery's list."],
  CHROMIUM_PATH: [text.optional(), "Browser for the end-to-end test. Default: Debian's chromium."],
} as const;

type Settings = typeof settings;
export type Env = { readonly [Name in keyof Settings]: z.infer<Settings[Name][0]> };

const schema = z.object(
  Object.fromEntries(Object.entries(settings).map(([name, [type]]) => [name, type])) as {
    [Name in keyof Settings]: Settings[Name][0];
  },
);

/**
 * Reads all settings. An empty variable counts as unset.
 * @throws BAD_ENVIRONMENT naming the first variable that is wrong; never its value, which may be secret.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(
    Object.keys(settings).flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data as Env;
  const issue = parsed.error.issues[0];
  fail("BAD_ENVIRONMENT", `${issue?.path.join(".")}: ${issue?.message}`);
}

/** The text of `.env.example`. */
export function envExample(): string {
  const entries = Object.entries(settings).map(([name, [type, comment]]) => {
    const fallback = type.safeParse(undefined);
    const value = fallback.success && fallback.data !== undefined ? String(fallback.data) : "";
    return `# ${comment}\n${value === "" ? "# " : ""}${name}=${value}\n`;
  });
  return `# Every setting of Graphiti, with its default. Generated from protocol/env.ts.\n\n${entries.join("\n")}`;
}

/** The whole process environment for a child process, with some settings replaced. */
export function childEnv(
  overrides: { [Name in keyof Env]?: string } & Record<string, string>,
): NodeJS.ProcessEnv {
  return { ...process.env, ...overrides };
}

/** The folder that a root command was called from; paths given to it are relative to this one. */
export function calledFrom(): string {
  return process.env.GRAPHITI_CALLED_FROM ?? process.cwd();
}

/** Whether the gallery runs under its development server, which needs a looser content security policy. */
export function inDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}
