import { shortHash } from "./short-hash.ts";

/** `ipfs://…`, resolved through the gateway. Only for content ids that were parsed as such. */
export function ContentLink({ cid, gatewayUrl }: { cid: string; gatewayUrl: string }) {
  return (
    <a
      className="link break-all font-mono text-[0.8125rem]"
      href={new URL(`/ipfs/${encodeURIComponent(cid)}`, gatewayUrl).href}
      title={`ipfs://${cid}`}
      target="_blank"
      rel="noreferrer"
      data-testid="ipfs-link"
    >
      ipfs://{shortHash(cid, 10)}
      <span className="sr-only"> (opens the IPFS gateway)</span>
    </a>
  );
}
