import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError, type ErrorCode } from "@graphiti/protocol/errors.ts";
import { parseRequestOptions, requestHelp } from "./request/options.ts";
import { type RequestResult, runRequest } from "./request/run-request.ts";

const badInput: ReadonlySet<ErrorCode> = new Set([
  "BAD_INPUT",
  "CARD_INVALID",
  "PARAMS_INVALID",
  "PICTURE_EMPTY",
  "PICTURE_FORMAT",
  "PICTURE_TOO_LARGE",
  "PICTURE_UNREADABLE",
  "SERVICE_UNKNOWN",
  "UPSCALE_OF_GENERATED",
]);
const exitBadInput = 2;
const exitRefunded = 3;

function receiptOf({ kind: _, ...receipt }: RequestResult): string {
  return JSON.stringify(receipt, (_, value) => (typeof value === "bigint" ? Number(value) : value), 2);
}

function sentenceOf(result: RequestResult): string {
  if (result.kind === "refunded")
    return "No work was minted. What was not earned by a node is back in your account.";
  const { tokenId, seconds, file } = result;
  return `Minted as work ${tokenId} after ${seconds} seconds: ${file.width} × ${file.height}, checked, in ${file.path}`;
}

async function main(): Promise<number> {
  const options = parseRequestOptions(process.argv.slice(2));
  if (options.help) {
    console.log(requestHelp);
    return 0;
  }
  const say = (sentence: string) => {
    if (!options.json) console.error(sentence);
  };
  const home = options.home ?? readEnv().GRAPHITI_HOME;
  const result = await runRequest({ ...options, home }, say);
  console.log(options.json ? receiptOf(result) : sentenceOf(result));
  return result.kind === "minted" ? 0 : exitRefunded;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const error = asGraphitiError(thrown);
  console.error(
    `${error.message} ${error.nextStep}${error.wayOut ? ` In the gallery: ${error.wayOut.path}` : ""}`,
  );
  if (error.code === "INTERNAL" && thrown instanceof Error)
    console.error(`(${thrown.message.split("\n")[0]})`);
  process.exitCode = badInput.has(error.code) ? exitBadInput : 1;
}
