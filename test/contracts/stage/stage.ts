import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { network } from "hardhat";
import { type Address, getContract, getContractAddress, type Hash, parseEther, toHex } from "viem";

export const fastClass = { fastSeconds: 30, windowSeconds: 300, graceSeconds: 600, tailSeconds: 0 };
export const slowClass = { fastSeconds: 30, windowSeconds: 900, graceSeconds: 7_200, tailSeconds: 0 };
export const coldWindowSeconds = 90_000;
export const classes = [fastClass, slowClass, { ...fastClass, windowSeconds: coldWindowSeconds }];
export const claimPace = { baseSeconds: 120, secondsPerTile: 10 };
export const protocolFeeBps = 200;
export const stakeWei = parseEther("100");
export const contractMetadataDigest = toHex("contract metadata", { size: 32 });

export const upscaler = {
  kind: 1,
  scale: 2,
  tileCore: 512,
  halo: 7,
  channels: 3,
  probeLayer: 6,
  modelDigest: toHex("model", { size: 32 }),
};

export const consentTypes = {
  MachineKeyConsent: [
    { name: "operator", type: "address" },
    { name: "key", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

type Viem = Awaited<ReturnType<typeof network.create>>["viem"];
export type TestClient = Awaited<ReturnType<Viem["getTestClient"]>>;

const farFuture = 2n ** 40n;
/** The same on every run: the bytes of a time are a part of the gas. */
const initialDate = new Date("2030-01-01T00:00:00Z");

/**
 * A chain of its own with the contracts on it, one service, and an operator with stake and a machine key.
 * @param prepare what the chain must have before the contracts
 */
export async function setStage(prepare: (tester: TestClient) => Promise<void> = async () => {}) {
  const connection = await network.create({ override: { initialDate } });
  const { viem } = connection;
  const [owner, treasury, artist, recipient, operator, key, stranger, otherKey] =
    await viem.getWalletClients();
  if (!owner || !treasury || !artist || !recipient || !operator || !key || !stranger || !otherKey)
    throw new Error("the test chain has too few accounts");
  const reader = await viem.getPublicClient();
  const tester = await viem.getTestClient();
  await prepare(tester);
  const chainId = await reader.getChainId();

  /** Gives the next block this second. A call that reverts leaves no block, so it can be set again. */
  const nextAt = (second: number) => tester.setNextBlockTimestamp({ timestamp: BigInt(second) });
  let second = initialDate.getTime() / 1000;
  /** Blocks, and what is drawn from their hashes, are the same on every run. */
  const tick = () => nextAt(++second);

  const deployer = owner.account.address;
  const nonce = BigInt(await reader.getTransactionCount({ address: deployer }));
  const escrowAddress = getContractAddress({ from: deployer, nonce: nonce + 3n });
  await tick();
  const { address: registryAddress } = await viem.deployContract("ServiceRegistry");
  await tick();
  const { address: artAddress } = await viem.deployContract("GraphitiArt", [
    escrowAddress,
    contractMetadataDigest,
  ]);
  const deployment = {
    registry: registryAddress,
    art: artAddress,
    treasury: treasury.account.address,
    protocolFeeBps,
    classes,
    claimPace,
    owner: owner.account.address,
  };
  await tick();
  const { address: annex } = await viem.deployContract("EscrowAnnex", [deployment]);
  await tick();
  await viem.deployContract("JobEscrow", [deployment, annex]);

  const client = { public: reader, wallet: owner };
  const escrow = getContract({ address: escrowAddress, abi: jobEscrowAbi, client });
  const art = getContract({ address: artAddress, abi: graphitiArtAbi, client });
  const registry = getContract({ address: registryAddress, abi: serviceRegistryAbi, client });

  /** Signs, as a machine key, that it works for an operator. */
  const consent = async (
    signer: typeof key,
    operatorAddress: Address,
    { deadline = farFuture, nonce }: { deadline?: bigint; nonce?: bigint } = {},
  ) => {
    const domain = {
      name: "Graphiti JobEscrow",
      version: "1",
      chainId,
      verifyingContract: escrowAddress,
    };
    const message = {
      operator: operatorAddress,
      key: signer.account.address,
      nonce: nonce ?? (await escrow.read.keyNonce([signer.account.address])),
      deadline,
    };
    return signer.signTypedData({ domain, types: consentTypes, primaryType: "MachineKeyConsent", message });
  };

  await tick();
  await registry.write.register([upscaler, `b${"m".repeat(58)}`]);
  await tick();
  await escrow.write.stake({ account: operator.account, value: stakeWei });
  const signature = await consent(key, operator.account.address);
  await tick();
  await escrow.write.registerKey([key.account.address, farFuture, signature], { account: operator.account });

  return {
    ...{ connection, viem, assertions: viem.assertions, reader, tester, chainId, deployment },
    ...{ owner, treasury, artist, recipient, operator, key, stranger, otherKey },
    ...{ escrow, annex, art, registry, consent, farFuture },
    serviceId: 1,
    windowSeconds: fastClass.windowSeconds,
    graceSeconds: fastClass.graceSeconds,
    receipt: (hash: Hash) => reader.getTransactionReceipt({ hash }),
    now: async () => Number((await reader.getBlock()).timestamp),
    nextAt,
  };
}

export type Stage = Awaited<ReturnType<typeof setStage>>;
