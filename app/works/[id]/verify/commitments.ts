import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { digestOfRawCid, parseIpfsUrl } from "@graphiti/protocol/cid.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { createPublicClient, type Hex, http } from "viem";
import { z } from "zod";
import { fetchVerified } from "../../../_engine/fetch-verified.ts";
import type { GallerySettings } from "../../../_wallet/settings.ts";

/** What a token commits to, through the digest of its metadata. */
export type Commitments = { inputRoot: Hex; outputRoot: Hex; modelDigest: Hex };

const digest = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value));
const metadataShape = z.object({
  properties: z.object({
    input_root: digest,
    output_root: digest,
    service: z.object({ model: digest }),
  }),
});

type Chain = Pick<GallerySettings, "rpcUrl" | "addresses" | "gatewayUrl">;

/**
 * Asks the chain itself, past the gallery: the token's URI is a content id, so whoever serves the metadata cannot
 * change it.
 * @throws CHAIN_UNREACHABLE, CARD_INVALID for metadata of another form; what fetching throws
 */
export async function readCommitments(chain: Chain, tokenId: string): Promise<Commitments> {
  const client = createPublicClient({ transport: http(chain.rpcUrl) });
  const token = { address: chain.addresses.art, abi: graphitiArtAbi } as const;
  const uri = await client
    .readContract({ ...token, functionName: "tokenURI", args: [BigInt(tokenId)] })
    .catch((cause: unknown) =>
      fail("CHAIN_UNREACHABLE", "The chain does not answer.", {
        cause,
        retryable: true,
        nextStep: "Try again in a moment: nothing can be compared without it.",
      }),
    );
  const cid = parseIpfsUrl(uri);
  const url = new URL(`/ipfs/${cid}`, chain.gatewayUrl).href;
  const bytes = await fetchVerified(url, digestOfRawCid(cid), "The token's metadata");
  const parsed = metadataShape.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!parsed.success) fail("CARD_INVALID", "The token's metadata does not say what it was made from.");
  const { input_root, output_root, service } = parsed.data.properties;
  return { inputRoot: input_root, outputRoot: output_root, modelDigest: service.model };
}
