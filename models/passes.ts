import { fail } from "@graphiti/protocol/errors.ts";
import type { ServiceRecipe } from "./catalogue.ts";
import type { NetworkName } from "./networks.ts";

/**
 * The networks that an upscaling service runs one after the other, and whether the result is then halved.
 * @throws GraphitiError SERVICE_UNKNOWN for a service that is not made of networks
 */
export function passesOf({ name, family, denoise, scale }: ServiceRecipe): {
  passes: readonly NetworkName[];
  halved: boolean;
} {
  switch (family) {
    case "faithful": {
      const first = denoise === undefined ? "upconv7" : (`upconv7-noise-${denoise}` as const);
      const others = new Array<NetworkName>(Math.log2(scale) - 1).fill("upconv7");
      return { passes: [first, ...others], halved: false };
    }
    case "crisp":
      return { passes: ["srvgg"], halved: scale === 2 };
    case "anime":
      return { passes: ["rrdb6"], halved: false };
    case "fast":
      return { passes: ["upconv7-bytes"], halved: false };
    default:
      return fail("SERVICE_UNKNOWN", `The service ${name} is not made of networks.`);
  }
}
