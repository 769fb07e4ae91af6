import { inDevelopment, readEnv } from "@graphiti/protocol/env.ts";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "./app/_server/content-security-policy.ts";
import { publicRpcUrl } from "./app/_server/public-rpc-url.ts";

/** Gives each page view its own nonce and content security policy. */
export function proxy(request: NextRequest): NextResponse {
  const env = readEnv();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    development: inDevelopment(),
    gatewayUrl: env.GATEWAY_URL,
    rpcUrl: publicRpcUrl(env),
    walletConnect: env.WALLETCONNECT_PROJECT_ID !== undefined,
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// Uploads must not pass through here: the proxy would keep a copy of the body in memory.
export const config = { matcher: ["/((?!api/|media/|_next/|icon).*)"] };
