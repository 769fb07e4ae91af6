import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { consentTypedData } from "@graphiti/protocol/consent.ts";
import type { EscrowRules } from "@graphiti/protocol/escrow-rules.ts";
import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  type LocalAccount,
  parseEther,
  toHex,
} from "viem";
import { artifacts } from "../deploy/artifacts.ts";
import { genesisSeconds, type SimulatedChain } from "./chain.ts";
import { accountNamed, chainId } from "./wallet.ts";

/** Short times, in the proportions of the real ones. */
export const rules: EscrowRules = {
  classes: [
    { fastSeconds: 30, windowSeconds: 180, graceSeconds: 180, tailSeconds: 0 },
    { fastSeconds: 30, windowSeconds: 600, graceSeconds: 180, tailSeconds: 0 },
  ],
  claimBaseSeconds: 60,
  claimSecondsPerTile: 5,
  protocolFeeBps: 200,
};
export const tileCore = 512;
export const stakeWei = parseEther("10");
export const purseWei = parseEther("1000");

/** An operator with its wallet, which has the money, and its machine key, which works. */
export type Operator = { name: string; role: string; wallet: LocalAccount; key: LocalAccount };
export type Stage = {
  chain: SimulatedChain;
  escrow: Address;
  treasury: Address;
  operators: Operator[];
  artists: { name: string; role: string; account: LocalAccount }[];
  startSeconds: number;
};

const farFuture = 2n ** 40n;

/** Contracts, operators with stake and keys, artists with money; kept, so that each seed can start from here. */
export async function setStage(
  chain: SimulatedChain,
  roles: string[],
  artistRoles: string[],
): Promise<Stage> {
  const deployer = accountNamed("deployer");
  const nonces = new Map<Address, number>();
  let now = genesisSeconds;
  const mine = () => {
    now += 2;
    return chain.mine(now);
  };
  const transact = async (
    from: LocalAccount,
    to: Address | undefined,
    data: Hex,
    value = 0n,
  ): Promise<Address> => {
    const nonce = nonces.get(from.address) ?? 0;
    nonces.set(from.address, nonce + 1);
    const call = { data, value, nonce, gas: 30_000_000n, gasPrice: 0n, chainId, type: "legacy" } as const;
    await chain.rpc("eth_sendRawTransaction", [await from.signTransaction({ ...call, ...(to && { to }) })]);
    return getContractAddress({ from: from.address, nonce: BigInt(nonce) });
  };
  const fund = (address: Address) => chain.rpc("anvil_setBalance", [address, toHex(purseWei)]);
  const deploy = async (name: string, args: unknown[]) => {
    const { abi, bytecode } = await artifacts.loadArtifact(name);
    return transact(
      deployer,
      undefined,
      encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args }),
    );
  };

  await fund(deployer.address);
  const treasury = accountNamed("treasury").address;
  const foreseen = getContractAddress({ from: deployer.address, nonce: 3n });
  const registry = await deploy("ServiceRegistry", []);
  const art = await deploy("GraphitiArt", [foreseen, keccak256("0x01")]);
  const { classes, claimBaseSeconds, claimSecondsPerTile, protocolFeeBps } = rules;
  const claimPace = { baseSeconds: claimBaseSeconds, secondsPerTile: claimSecondsPerTile };
  const deployment = { registry, art, treasury, protocolFeeBps, classes, claimPace, owner: deployer.address };
  const annex = await deploy("EscrowAnnex", [deployment]);
  const escrow = await deploy("JobEscrow", [deployment, annex]);
  const service = {
    kind: 1,
    scale: 2,
    tileCore,
    halo: 7,
    channels: 3,
    probeLayer: 6,
    modelDigest: keccak256("0x02"),
  };
  const register = { abi: serviceRegistryAbi, functionName: "register" } as const;
  await transact(deployer, registry, encodeFunctionData({ ...register, args: [service, "b".repeat(59)] }));
  await mine();

  const operators = roles.map((role, at): Operator => {
    const name = `${role} ${at}`;
    return { name, role, wallet: accountNamed(name), key: accountNamed(`${name} key`) };
  });
  for (const { wallet, key } of operators) {
    await fund(wallet.address);
    await transact(
      wallet,
      escrow,
      encodeFunctionData({ abi: jobEscrowAbi, functionName: "stake" }),
      stakeWei,
    );
    const consent = { operator: wallet.address, key: key.address, nonce: 0n, deadline: farFuture };
    const signature = await key.signTypedData(consentTypedData(consent, { chainId, escrow }));
    const args = [key.address, farFuture, signature] as const;
    await transact(
      wallet,
      escrow,
      encodeFunctionData({ abi: jobEscrowAbi, functionName: "registerKey", args }),
    );
  }
  const artists = artistRoles.map((role, at) => {
    const name = `${role} artist ${at}`;
    return { name, role, account: accountNamed(name) };
  });
  for (const { account } of artists) await fund(account.address);
  await mine();
  if ((await chain.rpc("eth_getCode", [escrow, "latest"])) === "0x")
    throw new Error("the escrow was not deployed");
  await chain.keep();
  return { chain, escrow, treasury, operators, artists, startSeconds: now };
}
