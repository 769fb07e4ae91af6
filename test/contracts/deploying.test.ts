import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { network } from "hardhat";
import { createPublicClient, http, type LocalAccount } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { type ChainConfig, readChainConfig, writeDeployment } from "../../commands/deploy/chain-config.ts";
import { contractMetadata } from "../../commands/deploy/contract-metadata.ts";
import { deployGraphiti } from "../../commands/deploy/deploy-graphiti.ts";
import { readDeployer } from "../../commands/deploy/deployer-key.ts";
import { plain } from "./stage/expect.ts";

const developers = "test test test test test test test test test test test junk";

/** Passes JSON-RPC on, and can stop passing transactions on after some of them. */
async function faultyRpc(target: string) {
  let transactionsLeft = Number.POSITIVE_INFINITY;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (body.includes("eth_sendRawTransaction")) {
      if (transactionsLeft <= 0) return response.writeHead(503).end();
      transactionsLeft -= 1;
    }
    const answer = await fetch(target, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    allow(transactions: number) {
      transactionsLeft = transactions;
    },
    close: () => server.close(),
  };
}

/** Registry, art, annex, escrow, wrapped ether, market, drops. */
const transactions = 7;

describe("deployGraphiti", () => {
  let chain: Awaited<ReturnType<typeof network.createServer>>;
  let rpc: Awaited<ReturnType<typeof faultyRpc>>;
  let folder: string;
  let config: ChainConfig;
  let nextDeployer = 0;
  const deployer = (): LocalAccount => mnemonicToAccount(developers, { addressIndex: nextDeployer++ });

  before(async () => {
    chain = await network.createServer(undefined, "127.0.0.1", 0);
    const { port } = await chain.listen();
    rpc = await faultyRpc(`http://127.0.0.1:${port}`);
    folder = await mkdtemp(join(tmpdir(), "graphiti-deploy-"));
    config = await readChainConfig("local");
  });
  after(async () => {
    rpc.close();
    await chain.close();
    await rm(folder, { recursive: true });
  });

  it("deploys contracts that know each other, by the chain's settings", async () => {
    const account = deployer();
    const deployment = await deployGraphiti({ rpcUrl: rpc.url, account, config });
    const reader = createPublicClient({ transport: http(rpc.url) });
    const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi } as const;
    const market = { address: deployment.addresses.market, abi: artMarketAbi } as const;
    const art = { address: deployment.addresses.art, abi: graphitiArtAbi } as const;
    const read = async () => [
      await reader.readContract({ ...art, functionName: "minter" }),
      await reader.readContract({ ...escrow, functionName: "art" }),
      await reader.readContract({ ...escrow, functionName: "registry" }),
      await reader.readContract({ ...escrow, functionName: "owner" }),
      await reader.readContract({ ...escrow, functionName: "treasury" }),
      await reader.readContract({ ...market, functionName: "ART" }),
      await reader.readContract({ ...market, functionName: "WETH" }),
      await reader.readContract({ ...market, functionName: "TREASURY" }),
    ];
    const { addresses } = deployment;
    assert.deepEqual(
      plain(await read()),
      plain([
        addresses.escrow,
        addresses.art,
        addresses.registry,
        config.owner,
        config.treasury,
        addresses.art,
        addresses.weth,
        config.treasury,
      ]),
    );
    assert.equal(
      await reader.readContract({ ...market, functionName: "FEE_BPS" }),
      BigInt(config.market.feeBps),
    );
    assert.ok(addresses.dropFactory);
    const drops = { address: addresses.dropFactory, abi: dropFactoryAbi } as const;
    const served = await reader.readContract({ ...drops, functionName: "escrow" });
    assert.equal(served, addresses.escrow);
    const { rules } = config;
    const classes = await reader.readContract({ ...escrow, functionName: "finalityClasses" });
    assert.deepEqual(classes, rules.classes);
    assert.equal(await reader.readContract({ ...escrow, functionName: "PROTOCOL_FEE_BPS" }), 200);
    const least = await reader.readContract({ ...escrow, functionName: "minClaimSeconds", args: [3n] });
    assert.equal(Number(least), rules.claimBaseSeconds + 3 * rules.claimSecondsPerTile);
    const uri = await reader.readContract({ ...art, functionName: "contractURI" });
    assert.equal(uri, `ipfs://${rawCid(sha256(contractMetadata()))}`);

    const file = join(folder, "deployment.json");
    await writeDeployment(file, config, deployment);
    assert.deepEqual(await loadDeployment({ GRAPHITI_CHAIN: "local", DEPLOYMENT_FILE: file }), deployment);
    assert.equal(JSON.parse(await readFile(file, "utf8")).treasury, config.treasury);
  });

  it("takes up an interrupted deployment where it stopped", async () => {
    for (const sent of [0, 1, 2, 3, 4, 5, 6]) {
      const account = deployer();
      const directory = join(folder, `interrupted-${sent}`);
      const options = { rpcUrl: rpc.url, account, config, directory };
      rpc.allow(sent);
      await assert.rejects(deployGraphiti(options));
      rpc.allow(Number.POSITIVE_INFINITY);
      const deployment = await deployGraphiti(options);
      const reader = createPublicClient({ transport: http(rpc.url) });
      assert.equal(
        await reader.getTransactionCount({ address: account.address }),
        transactions,
        "nothing twice",
      );
      assert.deepEqual(await deployGraphiti(options), deployment, "done is done");
      assert.ok((await readdir(directory)).includes("journal.jsonl"));
    }
  });

  it("takes up a deployment that died before it had signed what it meant to send", async () => {
    const account = deployer();
    const options = { rpcUrl: rpc.url, account, config, directory: join(folder, "unsigned") };
    const dies = () => Promise.reject(new Error("died"));
    await assert.rejects(deployGraphiti({ ...options, account: { ...account, signTransaction: dies } }));
    const { addresses } = await deployGraphiti(options);
    const reader = createPublicClient({ transport: http(rpc.url) });
    assert.equal(await reader.getTransactionCount({ address: account.address }), transactions);
    assert.ok(await reader.getCode({ address: addresses.escrow }));
  });

  it("lets nobody else take up a deployment, and none go to another chain", async () => {
    const directory = join(folder, "interrupted-0");
    const other = { rpcUrl: rpc.url, account: deployer(), config };
    await assert.rejects(deployGraphiti({ ...other, directory }), { code: "BAD_INPUT" });
    const elsewhere = { ...config, chainId: 42_161 };
    await assert.rejects(deployGraphiti({ ...other, config: elsewhere }), { code: "CHAIN_MISMATCH" });
    const weth = (await deployGraphiti(other)).addresses.market;
    const unwrapped = { ...config, market: { ...config.market, weth } };
    await assert.rejects(deployGraphiti({ ...other, config: unwrapped }), { code: "BAD_INPUT" });
    const nobodys = { ...config, owner: null };
    await assert.rejects(deployGraphiti({ ...other, config: nobodys }), { code: "BAD_INPUT" });
  });

  it("reads settings for every chain, whose attempts fit their count", async () => {
    for (const name of ["local", "arbitrum-sepolia", "arbitrum"] as const) {
      const { chain: named, rules } = await readChainConfig(name);
      assert.equal(named, name);
      assert.ok(rules.classes.length >= 1);
    }
    for (const name of ["arbitrum-sepolia", "arbitrum"] as const) {
      const { rules } = await readChainConfig(name);
      const shortest = Math.min(
        rules.claimBaseSeconds + rules.claimSecondsPerTile,
        ...rules.classes.map(({ windowSeconds, graceSeconds }) => windowSeconds + graceSeconds),
      );
      assert.ok((90 * 86_400) / shortest < 65_535, name);
      assert.ok(
        rules.classes.every(({ tailSeconds }) => tailSeconds === 0),
        "no tail without a referee",
      );
    }
  });

  it("opens the deployer's key from a keystore or a file, and never tells what is in it", async () => {
    const { Wallet } = await import("@ethereumjs/wallet");
    const wallet = Wallet.generate();
    const keyFile = join(folder, "key");
    const password = join(folder, "password");
    await writeFile(password, "correct horse\n");
    await writeFile(keyFile, await wallet.toV3String("correct horse", { n: 1024 }));
    const address = wallet.getAddressString();
    assert.equal(plain((await readDeployer(keyFile, password)).address), address);
    await assert.rejects(readDeployer(keyFile), { code: "PASSWORD_MISSING" });
    await writeFile(password, "wrong");
    await assert.rejects(readDeployer(keyFile, password), { code: "KEYSTORE_UNREADABLE" });

    await writeFile(keyFile, `${wallet.getPrivateKeyString()}\n`);
    assert.equal(plain((await readDeployer(keyFile)).address), address);
    const secret = "5ec2e7";
    await writeFile(keyFile, secret);
    await assert.rejects(readDeployer(keyFile), (error: Error) => {
      assert.ok(!error.message.includes(secret));
      return true;
    });
  });
});
