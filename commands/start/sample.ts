import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import type { Finality } from "@graphiti/protocol/quote.ts";
import { defaultService } from "@graphiti/protocol/services.ts";
import { runRequest } from "../request/run-request.ts";
import { paintSample } from "../sample/paint.ts";

const size = 512;

type Step = (title: string, work: () => Promise<void>) => Promise<void>;

/** Requests and mints the project's own picture, so that the gallery is never empty. Once per state. */
export async function mintSample(home: string, finality: Finality, step: Step): Promise<void> {
  const directory = join(home, "sample");
  const result = join(directory, "dunes-x2.png");
  if (existsSync(result)) return;
  mkdirSync(directory, { recursive: true });
  await step("Sample work painted, computed and minted", () =>
    requestSample(home, directory, result, finality),
  );
}

async function requestSample(
  home: string,
  directory: string,
  result: string,
  finality: Finality,
): Promise<void> {
  const picture = join(directory, "dunes.png");
  await sharp(paintSample(size), { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toFile(picture);
  const outcome = await runRequest(
    {
      home,
      source: { picture },
      service: defaultService,
      out: result,
      royaltyBps: 500,
      operatorShareBps: 0,
      finality,
      card: {
        title: "Dunes, first light",
        description:
          "The first work of this gallery: drawn by arithmetic, enlarged by one node, checked by others.",
        artist: "Graphiti",
        rights: "CC0 1.0",
        altText: "Layered dunes in plum and amber under a large low sun, with stars in a darkening sky.",
        attributes: [],
      },
    },
    () => {},
  );
  if (outcome.kind !== "minted") throw new Error("the sample was refunded");
}
