import { createServer } from "node:net";
import { fail } from "@graphiti/protocol/errors.ts";

/**
 * Checks that the port can be had, since Ponder would silently take the next one.
 * @returns the port, or a free one where 0 was asked for
 * @throws PORT_BUSY
 */
export async function freePort(port: number): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    resolve(typeof address === "object" && address ? address.port : port);
  });
  const found = await promise.catch((cause) =>
    fail("PORT_BUSY", `The indexer cannot listen on port ${port}: another program does.`, { cause }),
  );
  await new Promise((closed) => server.close(closed));
  return found;
}
