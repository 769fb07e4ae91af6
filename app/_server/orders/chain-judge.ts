import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { wrappedEtherAbi } from "@graphiti/protocol/wrapped-ether.ts";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type Hex,
  isAddressEqual,
  type PublicClient,
  parseAbi,
  recoverAddress,
} from "viem";
import { asked } from "../chain-facts.ts";
import type { OrderJudge } from "./accept-order.ts";

const signatureAbi = parseAbi(["function isValidSignature(bytes32, bytes) view returns (bytes4)"]);
const magicValue = "0x1626ba7e";

/** Undefined where the contract itself refuses; a chain that does not answer says nothing. @throws CHAIN_UNREACHABLE */
async function unlessRefused<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  const isRefusal = (cause: unknown) =>
    cause instanceof ContractFunctionRevertedError || cause instanceof ContractFunctionZeroDataError;
  return asked(
    reading.catch((thrown: unknown) => {
      if (thrown instanceof BaseError && thrown.walk(isRefusal)) return undefined;
      throw thrown;
    }),
  );
}

/** As OpenZeppelin's SignatureChecker: who has code is asked (ERC-1271), of everybody else the key must have signed. */
async function isSignedBy(
  client: PublicClient,
  signer: Address,
  hash: Hex,
  signature: Hex,
): Promise<boolean> {
  const code = await asked(client.getCode({ address: signer }));
  if (code && code !== "0x") {
    const answer = await unlessRefused(
      client.readContract({
        address: signer,
        abi: signatureAbi,
        functionName: "isValidSignature",
        args: [hash, signature],
      }),
    );
    return answer === magicValue;
  }
  return recoverAddress({ hash, signature })
    .then((by) => isAddressEqual(by, signer))
    .catch(() => false);
}

/** The chain of this gallery as the judge of orders, at its present time. @throws CHAIN_UNREACHABLE */
export async function chainJudge(env: Env): Promise<OrderJudge> {
  const deployment = await loadDeployment(env);
  const client = publicClientFor(env, deployment);
  const { art, market, weth } = deployment.addresses;
  const artAt = { address: art, abi: graphitiArtAbi } as const;
  const marketAt = { address: market, abi: artMarketAbi } as const;
  const [block, mostReferrerBps] = await asked(
    Promise.all([client.getBlock(), client.readContract({ ...marketAt, functionName: "MAX_REFERRER_BPS" })]),
  );
  return {
    nowSeconds: Number(block.timestamp),
    domain: { chainId: deployment.chainId, market },
    art,
    mostReferrerBps: Number(mostReferrerBps),
    isSignedBy: (signer, hash, signature) => isSignedBy(client, signer, hash, signature),
    isNonceSpent: async (account, nonce) => {
      const word = await asked(
        client.readContract({ ...marketAt, functionName: "nonceWord", args: [account, nonce >> 8n] }),
      );
      return ((word >> (nonce & 0xffn)) & 1n) === 1n;
    },
    token: async (tokenId) => {
      const owner = await unlessRefused(
        client.readContract({ ...artAt, functionName: "ownerOf", args: [tokenId] }),
      );
      if (!owner) return undefined;
      const [transfers, approved, isOperator] = await asked(
        Promise.all([
          client.readContract({ ...artAt, functionName: "transferCount", args: [tokenId] }),
          client.readContract({ ...artAt, functionName: "getApproved", args: [tokenId] }),
          client.readContract({ ...artAt, functionName: "isApprovedForAll", args: [owner, market] }),
        ]),
      );
      const isApproved = isOperator || isAddressEqual(approved, market);
      return { owner, transfers: Number(transfers), isApproved };
    },
    spendable: async (account) => {
      const wrapped = { address: weth, abi: wrappedEtherAbi } as const;
      const [balance, allowance] = await asked(
        Promise.all([
          client.readContract({ ...wrapped, functionName: "balanceOf", args: [account] }),
          client.readContract({ ...wrapped, functionName: "allowance", args: [account, market] }),
        ]),
      );
      return balance < allowance ? balance : allowance;
    },
  };
}
