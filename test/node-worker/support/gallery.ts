import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Progress, progressSchema, recoverProgress } from "@graphiti/protocol/progress.ts";
import type { Address } from "viem";

/** Takes progress reports as a gallery does, and checks who signed them. */
export async function startGallery(domain: { chainId: number; escrow: Address }) {
  const reports: { progress: Progress; signer: Address }[] = [];
  const listeners = new Set<(progress: Progress) => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { progress, signature } = JSON.parse(Buffer.concat(chunks).toString());
    const parsed = progressSchema.parse(progress);
    reports.push({ progress: parsed, signer: await recoverProgress(domain, parsed, signature) });
    for (const listen of listeners) listen(parsed);
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports,
    /** Resolves at the first report that fits. */
    hears: (fits: (progress: Progress) => boolean) =>
      new Promise<Progress>((resolve) => {
        const listen = (progress: Progress) => {
          if (!fits(progress)) return;
          listeners.delete(listen);
          resolve(progress);
        };
        listeners.add(listen);
      }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
