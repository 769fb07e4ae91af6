import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NetworkName, networkNames } from "@graphiti/models/networks.ts";
import { answering, notFoundError } from "../../../_server/problem.ts";

type Context = { params: Promise<{ name: string }> };

/** The weights of a network, for the plain arithmetic that a browser without WebAssembly computes with. */
export const GET = answering(async (_request: Request, { params }: Context) => {
  const { name } = await params;
  if (!networkNames.includes(name as NetworkName)) throw notFoundError("This network");
  const file = join(/* turbopackIgnore: true */ process.cwd(), "models/networks", name, "weights.bin");
  const bytes = await readFile(/* turbopackIgnore: true */ file);
  return new Response(bytes, {
    headers: { "content-type": "application/octet-stream", "cache-control": "public, max-age=3600" },
  });
});
