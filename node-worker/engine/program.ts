import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import type { Device } from "./device-names.ts";

/** What a session is told to compute: a model on a device, or a generator that is no network. */
export type Program = { kind: "network"; device: Device; model: Uint8Array };

/** Whether a service can run on a device at all. */
export const runsOn = ({ family }: ServiceRecipe, device: Device): boolean =>
  family !== "flow" || device === "cpu";

/** @throws MODEL_DIGEST_MISMATCH and what else reading a model throws */
export async function programOf({ name }: ServiceRecipe, device: Device): Promise<Program> {
  return { kind: "network", device, model: await modelBytes(name) };
}
