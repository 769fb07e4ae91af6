import { basename, extname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { catalogue, recipeOf } from "@graphiti/models/catalogue.ts";
import { calledFrom } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type ArtCard, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { maxOperatorShareBps, maxRoyaltyBps } from "@graphiti/protocol/order.ts";
import { type Finality, finalities } from "@graphiti/protocol/quote.ts";
import { defaultService, serviceKinds } from "@graphiti/protocol/services.ts";
import type { Source } from "./prepare-source.ts";
import { parseSeedSource, seedHelp, seedOptions } from "./seed-options.ts";

/** The services that enlarge, a line for each scale's. */
const enlargingNames = [2, 4, 8]
  .map((scale) =>
    catalogue.filter((recipe) => recipe.kind === serviceKinds.upscale && recipe.scale === scale),
  )
  .map((recipes) => recipes.map(({ name, denoise }) => (denoise ? `-${denoise}` : name)).join(" "))
  .map((line) => `                         ${line}`)
  .join("\n");

export const requestHelp = `npm run request -- PICTURE [options]
npm run request -- --service dream --seed 7 [options]

Has a picture computed by the running local network, and saves the minted, verified file.

  --service NAME       what to compute (default ${defaultService}):
${enlargingNames}
  --out FILE           where to save the result (default: PICTURE's name with the service's)
  --title TEXT         default: the picture's file name, or the service's and the seed
  --description TEXT   --artist TEXT   --rights TEXT   --alt TEXT
  --royalty PERCENT    0 to ${maxRoyaltyBps / 100} (default 0)
  --share PERCENT      of each later sale, for the operators that compute the work:
                       0 to ${maxOperatorShareBps / 100} (default 0)
  --finality WHICH     checked: other nodes check a sample, final in seconds (default)
                       cheap: nobody checks, final when the window is over
  --deadline SECONDS   give up and take the money back after so long
  --json               print the result as JSON, nothing else
  --home DIR           the network's folder (default .graphiti)
  --help               this text

A service that generates (dream, flow) takes these instead of a PICTURE:
${seedHelp}

Exit codes: 0 minted · 2 bad input, nothing was paid · 3 refunded · 1 anything else`;

export type RequestOptions = {
  help: boolean;
  json: boolean;
  home: string | undefined;
  source: Source;
  service: string;
  out: string;
  card: ArtCard;
  royaltyBps: number;
  operatorShareBps: number;
  finality: Finality;
  deadlineSeconds: number | undefined;
};

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        service: text,
        out: text,
        title: text,
        description: text,
        artist: text,
        rights: text,
        alt: text,
        royalty: text,
        share: text,
        finality: text,
        deadline: text,
        home: text,
        seed: text,
        size: text,
        palette: text,
        complexity: text,
        symmetry: text,
        variation: text,
        json: flag,
        help: flag,
      },
    });
  } catch (cause) {
    fail("BAD_INPUT", cause instanceof Error ? cause.message : "Unknown option.", {
      cause,
      nextStep: "See npm run request -- --help.",
    });
  }
}

function bpsOf(option: string, percent: string | undefined, mostBps: number): number {
  const bps = Math.round(Number(percent ?? "0") * 100);
  if (!Number.isFinite(bps) || bps < 0 || bps > mostBps)
    fail("BAD_INPUT", `--${option} must lie between 0 and ${mostBps / 100} percent.`);
  return bps;
}

function finalityOf(name: string | undefined): Finality {
  const found = finalities.find((finality) => finality === (name ?? "checked"));
  return found ?? fail("BAD_INPUT", `--finality must be one of: ${finalities.join(", ")}.`);
}

function deadlineOf(seconds: string | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const value = Number(seconds);
  if (!Number.isInteger(value) || value < 1)
    fail("BAD_INPUT", "--deadline must be a whole number of seconds.");
  return value;
}

type Values = ReturnType<typeof parse>["values"];

/** A generating service takes a seed and no picture, every other one a picture and no seed. */
function sourceOf(service: string, values: Values, positionals: string[]): { source: Source; name: string } {
  if (recipeOf(service).kind === serviceKinds.generate) {
    if (positionals.length > 0) fail("BAD_INPUT", `${service} takes no picture. Name a seed: --seed 7.`);
    const seed = parseSeedSource(values);
    return { source: { seed }, name: `${service} ${seed.seed}` };
  }
  const wrong = seedOptions.find((option) => values[option] !== undefined);
  if (wrong) fail("BAD_INPUT", `--${wrong} goes with a service that generates, like --service dream.`);
  if (positionals.length !== 1) fail("BAD_INPUT", "Name one picture: npm run request -- photo.jpg");
  const picture = resolve(calledFrom(), positionals[0] ?? "");
  return { source: { picture }, name: basename(picture, extname(picture)) };
}

/** Where the result goes if nobody says: letters and digits of the name, the service's beside a picture's. */
function outOf(source: Source, name: string, service: string): string {
  const file = source.seed ? name.replace(/[^\p{L}\p{N}]+/gu, "-") : `${name}-${service}`;
  return resolve(calledFrom(), `${file.slice(0, 120)}.png`);
}

/** @throws BAD_INPUT, CARD_INVALID, PARAMS_INVALID, SERVICE_UNKNOWN with one sentence */
export function parseRequestOptions(args: string[]): RequestOptions {
  const { values, positionals } = parse(args);
  const service = values.service ?? defaultService;
  const help = values.help ?? false;
  const { source, name } = help
    ? { source: { picture: "" }, name: "-" }
    : sourceOf(service, values, positionals);
  return {
    help,
    json: values.json ?? false,
    home: values.home,
    source,
    service,
    out: values.out ? resolve(calledFrom(), values.out) : outOf(source, name, service),
    card: parseArtCard({
      title: values.title ?? name.slice(0, 120),
      description: values.description ?? "",
      artist: values.artist ?? "",
      rights: values.rights ?? "",
      altText: values.alt ?? "",
    }),
    royaltyBps: bpsOf("royalty", values.royalty, maxRoyaltyBps),
    operatorShareBps: bpsOf("share", values.share, maxOperatorShareBps),
    finality: finalityOf(values.finality),
    deadlineSeconds: deadlineOf(values.deadline),
  };
}
