import type { Deployment } from "./deployment.ts";
import { fail } from "./errors.ts";

/** What the registry means by a service's kind. */
export const serviceKinds = { upscale: 1, generate: 2 } as const;

/** The service that is offered where none is named. */
export const defaultService = "faithful-x2";

/** Id of a service that this deployment knows by name. @throws SERVICE_UNKNOWN listing the names */
export function serviceIdOf(deployment: Pick<Deployment, "services">, name: string): number {
  const found = deployment.services.find((service) => service.name === name);
  if (found) return found.id;
  const names = deployment.services.map((service) => service.name).join(", ");
  fail("SERVICE_UNKNOWN", `There is no service "${name}". Known: ${names || "none"}.`);
}

/** Name of a registered service; services that no one here named go by their number. */
export function serviceNameOf(deployment: Pick<Deployment, "services">, id: number): string {
  return deployment.services.find((service) => service.id === id)?.name ?? `service-${id}`;
}
