import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { getAddress, isAddress } from "viem";
import { z } from "zod";
import { fundFromFaucet } from "../../_server/faucet.ts";
import { answering } from "../../_server/problem.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

const wish = z.object({ address: z.string().refine((text) => isAddress(text, { strict: false })) });

/** Play money for a burner wallet, on the local chain. */
export const POST = answering(async (request: Request) => {
  const env = readEnv();
  requireSameOrigin(request, env.GALLERY_URL);
  const parsed = wish.safeParse(await readSmallJson(request));
  if (!parsed.success) fail("BAD_INPUT", "The faucet needs the address of a wallet.");
  const { hash, balanceWei } = await fundFromFaucet(env, getAddress(parsed.data.address));
  return Response.json({ hash, balanceWei: balanceWei.toString() });
});
