import { basename, extname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { calledFrom } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type ArtCard, parseArtCard } from "@graphiti/protocol/metadata.ts";
import { maxRoyaltyBps } from "@graphiti/protocol/order.ts";
import { type Finality, finalities } from "@graphiti/protocol/quote.ts";
import { defaultService } from "@graphiti/protocol/services.ts";

export const requestHelp = `npm run request -- PICTURE [options]

Has a picture computed by the running local network, and saves the minted, verified file.

  --service NAME       what to compute (default ${defaultService})
  --out FILE           where to save the result (default: PICTURE's name with the service's)
  --title TEXT         default: the picture's file name
  --description TEXT   --artist TEXT   --rights TEXT   --alt TEXT
  --royalty PERCENT    0 to ${maxRoyaltyBps / 100} (default 0)
  --finality WHICH     checked: other nodes check a sample, final in seconds (default)
                       cheap: nobody checks, final when the window is over
  --deadline SECONDS   give up and take the money back after so long
  --json               print the result as JSON, nothing else
  --home DIR           the network's folder (default .graphiti)
  --help               this text

Exit codes: 0 minted · 2 bad input, nothing was paid · 3 refunded · 1 anything else`;

export type RequestOptions = {
  help: boolean;
  json: boolean;
  home: string | undefined;
  picture: string;
  service: string;
  out: string;
  card: ArtCard;
  royaltyBps: number;
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
        finality: text,
        deadline: text,
        home: text,
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

function royaltyOf(percent: string | undefined): number {
  const bps = Math.round(Number(percent ?? "0") * 100);
  if (!Number.isFinite(bps) || bps < 0 || bps > maxRoyaltyBps)
    fail("BAD_INPUT", `--royalty must lie between 0 and ${maxRoyaltyBps / 100} percent.`);
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

/** @throws BAD_INPUT, CARD_INVALID with one sentence */
export function parseRequestOptions(args: string[]): RequestOptions {
  const { values, positionals } = parse(args);
  const help = values.help ?? false;
  if (!help && positionals.length !== 1) fail("BAD_INPUT", "Name one picture: npm run request -- photo.jpg");
  const picture = resolve(calledFrom(), positionals[0] ?? "");
  const name = basename(picture, extname(picture));
  const service = values.service ?? defaultService;
  return {
    help,
    json: values.json ?? false,
    home: values.home,
    picture,
    service,
    out: values.out ? resolve(calledFrom(), values.out) : resolve(calledFrom(), `${name}-${service}.png`),
    card: help
      ? parseArtCard({ title: "-" })
      : parseArtCard({
          title: values.title ?? name.slice(0, 120),
          description: values.description ?? "",
          artist: values.artist ?? "",
          rights: values.rights ?? "",
          altText: values.alt ?? "",
        }),
    royaltyBps: royaltyOf(values.royalty),
    finality: finalityOf(values.finality),
    deadlineSeconds: deadlineOf(values.deadline),
  };
}
