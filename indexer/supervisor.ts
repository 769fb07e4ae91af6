import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Env } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail, type GraphitiError } from "@graphiti/protocol/errors.ts";
import { closeDatabase, editionOf, openDatabase, schemaName } from "./database.ts";
import { chainFingerprint, chainHead } from "./fingerprint.ts";
import { startPonder } from "./ponder-process.ts";

const watchMs = 1_000;
const readyPollMs = 100;
/** How long the first look at the chain may take, since the chain is often started beside the indexer. */
const startPatienceMs = 5_000;

type Options = { env: Env; port: number; signal: AbortSignal; log: (line: string) => void };
type Ending = "stopped" | "reset" | "failed";

/**
 * Runs Ponder until `signal` fires, on an index that belongs to the present history of the chain: when a
 * local chain was begun anew, before the start or beneath a running indexer, everything is indexed again.
 * @throws CHAIN_UNREACHABLE, CHAIN_MISMATCH, DEPLOYMENT_MISSING, INDEXER_FAILED
 */
export async function supervise(options: Options): Promise<void> {
  const { env, signal, log } = options;
  let patienceMs = startPatienceMs;
  let failures = 0;
  while (!signal.aborted) {
    const fingerprint = await awaitChain(options, patienceMs);
    if (fingerprint === undefined || signal.aborted) return;
    const edition = await editionOf(fingerprint);
    if (await openDatabase(env, edition)) log("Indexing from the beginning.");

    const { ending, wasReady, lastWords } = await runOnce(options, fingerprint, edition);
    if (ending === "stopped") return;
    if (ending === "reset") log("The chain began anew.");
    else {
      failures = wasReady ? 1 : failures + 1;
      if (failures > 1)
        fail("INDEXER_FAILED", `The indexer cannot run: ${lastWords || "it gave no reason"}.`);
      log("The indexer ended unexpectedly: starting it again.");
    }
    patienceMs = Number.POSITIVE_INFINITY;
  }
}

/** One life of Ponder: until it is told to stop, the chain was reset, or it ended by itself. */
async function runOnce(options: Options, fingerprint: string, edition: string) {
  const { env, port, signal, log } = options;
  const ponder = startPonder(env, schemaName(edition), port, log);
  const life = new AbortController();
  const stopped = once(signal, "abort");
  let wasReady = false;
  untilReady(options, life.signal).then((ready) => {
    wasReady = ready;
    if (ready) log(`Indexer ready: http://127.0.0.1:${port}`);
  });
  const ending = await Promise.race<Ending>([
    stopped.then(() => "stopped"),
    ponder.ended.then(() => "failed"),
    untilReset(env, fingerprint, life.signal).then(() => "reset"),
  ]);
  life.abort();
  const { isClean } = await ponder.stop();
  if (ending === "stopped" && isClean) await closeDatabase(env, edition);
  return { ending, wasReady, lastWords: (await ponder.ended).lastWords };
}

/** Waits for a chain that carries our contracts; `undefined` when told to stop meanwhile. */
async function awaitChain({ env, signal, log }: Options, patienceMs: number): Promise<string | undefined> {
  const giveUpAt = Date.now() + patienceMs;
  let said = "";
  while (!signal.aborted) {
    const found = await chainFingerprint(env).catch(asGraphitiError);
    if (typeof found === "string") return found;
    if (!mayPass(found) || Date.now() >= giveUpAt) throw found;
    if (found.message !== said) log(`${found.message} Waiting for it.`);
    said = found.message;
    await pause(watchMs / 4, signal);
  }
  return undefined;
}

/** A chain that is being begun anew has no contracts yet, and no deployment file either. */
const mayPass = (error: GraphitiError) => error.retryable || error.code === "DEPLOYMENT_MISSING";

/**
 * Settles once the chain was seen twice with another history: a chain that is just loading its state looks
 * empty. One that does not answer may yet come back as it was.
 */
async function untilReset(env: Env, fingerprint: string, signal: AbortSignal): Promise<void> {
  if (env.GRAPHITI_CHAIN !== "local") return new Promise(() => {});
  let different = 0;
  while (!signal.aborted && different < 2) {
    await pause(watchMs, signal);
    const now = await chainFingerprint(env).catch(asGraphitiError);
    if (now === fingerprint) different = 0;
    else if (typeof now === "string" || now.code !== "CHAIN_UNREACHABLE") different += 1;
  }
}

/**
 * Waits until the index holds all that the chain held when Ponder reported ready: Ponder does so before it
 * has looked at the newest blocks. @returns false when `signal` fired first
 */
async function untilReady({ env, port }: Options, signal: AbortSignal): Promise<boolean> {
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { signal });
  let head: number | undefined;
  while (!signal.aborted) {
    try {
      if (head === undefined && (await ask("/ready")).ok) head = await chainHead(env);
      if (head !== undefined && indexedBlock(await (await ask("/status")).json()) >= head) return true;
    } catch {
      // Not listening yet, or the chain is away: ask again.
    }
    await pause(readyPollMs, signal);
  }
  return false;
}

const indexedBlock = (status: { network?: { block: { number: number } } }) =>
  status.network?.block.number ?? -1;

const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => {});
