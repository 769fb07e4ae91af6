import { recipeOfDigest } from "@graphiti/models/catalogue.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import type { QuotedService } from "@graphiti/protocol/quote.ts";
import { serviceKinds, serviceNameOf } from "@graphiti/protocol/services.ts";
import type { Hex } from "viem";
import { z } from "zod";
import { isUpscaleFamily, type UpscaleFamily } from "../create/families.ts";
import { query } from "./query.ts";
import { hex, listOf } from "./shapes.ts";
import type { ServiceView } from "./views.ts";

export const serviceFields = `fragment serviceFields on service {
  id kind scale tileCore halo channels probeLayer modelDigest modelCid
}`;

export const serviceRow = z.object({
  id: z.number(),
  kind: z.number(),
  scale: z.number(),
  tileCore: z.number(),
  halo: z.number(),
  channels: z.number(),
  probeLayer: z.number(),
  modelDigest: hex,
  modelCid: z.string(),
});

/** Every registered service, also those that this gallery does not offer, in the order of their ids. */
export async function listServices(): Promise<ServiceView[]> {
  const { services } = await query(
    z.object({ services: listOf(serviceRow) }),
    `${serviceFields} query { services(orderBy: "id", orderDirection: "asc", limit: 1000) {
      items { ...serviceFields }
    } }`,
  );
  const nameOf = await serviceNames();
  return services.map((row) => serviceView(row, nameOf));
}

export function serviceView(
  { id, ...row }: z.output<typeof serviceRow>,
  nameOf: (serviceId: number) => string,
): ServiceView {
  return { serviceId: id, name: nameOf(id), ...row };
}

/** Names as this deployment knows them. */
export async function serviceNames(): Promise<(serviceId: number) => string> {
  const deployment = await loadDeployment(readEnv());
  return (serviceId) => serviceNameOf(deployment, serviceId);
}

/** What the gallery has to know of a service that it offers for pictures. Lengths in input pixels. */
export type OfferedService = QuotedService & {
  name: string;
  family: UpscaleFamily;
  denoise?: number;
  modelDigest: Hex;
  modelCid: string;
};

/** The services of this deployment that enlarge pictures, and that this software can compute. */
export async function offeredServices(): Promise<OfferedService[]> {
  const { services: named } = await loadDeployment(readEnv());
  const registered = await listServices();
  return registered.flatMap(({ serviceId, name, kind, modelDigest, modelCid }) => {
    const recipe = recipeOfDigest(modelDigest);
    const isNamed = named.some(({ id }) => id === serviceId);
    if (!isNamed || kind !== serviceKinds.upscale || !recipe || !isUpscaleFamily(recipe.family)) return [];
    const { family, denoise, scale, tileCore, halo, secondsPerTile } = recipe;
    return [{ name, family, denoise, kind, scale, tileCore, halo, secondsPerTile, modelDigest, modelCid }];
  });
}
