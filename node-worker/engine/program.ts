import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import type { Device } from "./device-names.ts";

/** What a session is told to compute: a model on a device, or the generator that is no network. */
export type Program =
  | { kind: "network"; device: Device; model: Uint8Array }
  | { kind: "dream"; device: Device; model: Uint8Array }
  | { kind: "flow"; device: "cpu" };

/** Whether a service can run on a device at all. */
export const runsOn = ({ family }: ServiceRecipe, device: Device): boolean =>
  family !== "flow" || device === "cpu";

/** @throws MODEL_DIGEST_MISMATCH and what else reading a model throws */
export async function programOf({ name, family }: ServiceRecipe, device: Device): Promise<Program> {
  if (family === "flow") return { kind: "flow", device: "cpu" };
  return { kind: family === "dream" ? "dream" : "network", device, model: await modelBytes(name) };
}
