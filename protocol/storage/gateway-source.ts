import { storeRequest, streamBody } from "./store-request.ts";
import type { BlockSource } from "./verified-read.ts";

/**
 * Untrusted blocks from a trustless IPFS gateway (`?format=raw`, `?format=car`).
 * @param gatewayUrl as the operator configured it; content ids are all that is ever added to it
 */
export function gatewaySource(gatewayUrl: string): BlockSource {
  const fetchAs = async (format: "raw" | "car", cid: string, maxBytes: number) => {
    const url = contentUrl(gatewayUrl, cid);
    url.searchParams.set("format", format);
    const accept =
      format === "raw"
        ? "application/vnd.ipld.raw"
        : "application/vnd.ipld.car; version=1; order=dfs; dups=n";
    return streamBody(url, await storeRequest(url, { headers: { accept } }), maxBytes);
  };
  return {
    block: (cid, maxBytes) => fetchAs("raw", cid.toString(), maxBytes),
    car: (cid, maxBytes) => fetchAs("car", cid.toString(), maxBytes),
  };
}

/** `<gateway>/ipfs/<cid>`, whatever path the gateway's URL already has. */
export function contentUrl(gatewayUrl: string, cid: string): URL {
  return endpoint(gatewayUrl, `ipfs/${cid}`);
}

/** Adds a path to a configured URL, with or without a slash at its end. */
export function endpoint(baseUrl: string, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return url;
}
