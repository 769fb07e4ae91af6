type Sources = {
  nonce: string;
  development: boolean;
  gatewayUrl: string;
  rpcUrl: string;
  walletConnect: boolean;
};

const walletConnectHosts = [
  "https://*.walletconnect.com",
  "https://*.walletconnect.org",
  "wss://*.walletconnect.com",
  "wss://*.walletconnect.org",
];

const origin = (url: string) => new URL(url).origin;

/**
 * The policy of one page view. Scripts run only with the nonce of this view; pictures come from this
 * origin and the IPFS gateway. Inline style attributes carry layout ratios, hence 'unsafe-inline' for
 * styles alone.
 */
export function contentSecurityPolicy(sources: Sources): string {
  const gateway = origin(sources.gatewayUrl);
  const connect = [
    "'self'",
    gateway,
    origin(sources.rpcUrl),
    ...(sources.walletConnect ? walletConnectHosts : []),
    ...(sources.development ? ["ws:"] : []),
  ];
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${sources.nonce}'`,
      "'strict-dynamic'",
      ...(sources.development ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "blob:", "data:", gateway],
    "font-src": ["'self'"],
    "connect-src": connect,
    "frame-src": sources.walletConnect ? ["https://verify.walletconnect.com"] : ["'none'"],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}
