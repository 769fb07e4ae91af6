import type { ChainName } from "@graphiti/protocol/chains.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";

/** What the browser is told about the chain it is on. Comes from the server at run time, never from the build. */
export type GallerySettings = {
  chain: ChainName;
  chainId: number;
  /** The person's browser reads and sends through this. */
  rpcUrl: string;
  addresses: Deployment["addresses"];
  gatewayUrl: string;
  walletConnectProjectId?: string;
  /** Play money can be had from `/api/faucet`. */
  faucet: boolean;
  explorerUrl?: string;
};
