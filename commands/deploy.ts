import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { chainConfigFile, readChainConfig, writeDeployment } from "./deploy/chain-config.ts";
import { contractMetadata } from "./deploy/contract-metadata.ts";
import { deployGraphiti } from "./deploy/deploy-graphiti.ts";
import { readDeployer } from "./deploy/deployer-key.ts";
import { registerServices } from "./deploy/register-services.ts";

const help = `npm run deploy -- --key-file FILE [options]

Deploys the contracts to the chain that GRAPHITI_CHAIN names, with the settings of
protocol/deployments/<chain>.json, stores the models and registers the services.
An interrupted deployment is resumed by the same command. See docs/deploying.md.

  --key-file FILE       the deployer: a V3 keystore, or a bare private key
  --password-file FILE  the keystore's password
  --rpc URL             instead of RPC_URL
  --out FILE            where to write the addresses; for the local chain this must be given
  --contracts-only      store no models and register no services
  --json                print the deployment as JSON
  --help                this text`;

function readOptions() {
  try {
    return parseArgs({
      options: {
        "key-file": { type: "string" },
        "password-file": { type: "string" },
        rpc: { type: "string" },
        out: { type: "string" },
        "contracts-only": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (cause) {
    fail("BAD_INPUT", cause instanceof Error ? cause.message : "Unknown option.", { cause, nextStep: help });
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(help);
  const env = readEnv();
  const chain = env.GRAPHITI_CHAIN;
  const out = options.out ?? (chain === "local" ? undefined : chainConfigFile(chain));
  if (!out) fail("BAD_INPUT", "For the local chain say where to write the addresses: --out FILE.");
  if (!options["key-file"]) fail("BAD_INPUT", "Say who deploys: --key-file FILE.");

  const rpcUrl = options.rpc ?? env.RPC_URL ?? chainNamed(chain).rpcUrls.default.http[0] ?? "";
  const account = await readDeployer(options["key-file"], options["password-file"]);
  const config = await readChainConfig(chain);
  const deployments = fileURLToPath(new URL("../contracts/ignition/deployments", import.meta.url));
  const directory = chain === "local" ? undefined : join(deployments, `chain-${config.chainId}`);

  const deployment = await deployGraphiti({ rpcUrl, account, config, directory });
  await writeDeployment(out, config, deployment);
  if (!options["contracts-only"]) {
    const store = openStore(env);
    await store.put(contractMetadata(), { name: "contract-metadata.json", tier: "durable" });
    deployment.services = await registerServices(rpcUrl, account, deployment.addresses.registry, store);
    await writeDeployment(out, config, deployment);
  }
  if (options.json) return console.log(JSON.stringify(deployment));
  for (const [name, address] of Object.entries(deployment.addresses)) console.log(`${name} ${address}`);
  console.log(`Written to ${out}`);
}

main().catch((thrown: unknown) => {
  const error = asGraphitiError(thrown);
  console.error(`${error.message}\n${error.nextStep}`);
  process.exitCode = 1;
});
