import { isSame, type Mismatch, plain } from "../model/observe.ts";
import { Random } from "../model/random.ts";
import { encodeRevert, explainRevert, feeBps, MarketChain, type Sent, startBalance } from "./chain.ts";
import { Coverage } from "./coverage.ts";
import { Generator, tokenCount } from "./generator.ts";
import { compareRows, everyRow } from "./observe.ts";
import { type Operation, type Outcome, onChain, predict } from "./operation.ts";
import { traders, wallet, walletCode } from "./people.ts";
import { brokenInvariants } from "./solvency.ts";
import { keyOf, type Rules, World } from "./world.ts";

/** Model and market side by side: every step is done in both and compared. */

const stepsBetweenLooks = 500;

export const documentedRules: Rules = {
  ...{ feeBps, mostRoyaltyBps: 1_000n, mostReferrerBps: 1_000, extensionSeconds: 900, raiseDivisor: 20n },
  ...{ listingsDie: true, artistPaysNoRoyalty: true, artistPaysShare: true },
  isExpiredAt: (now, expiresAt) => now >= expiresAt,
};

export type DuelReport = {
  seed: number;
  steps: number;
  coverage: Coverage;
  failure: { operation: Operation; mismatches: Mismatch[] } | undefined;
};

class Duel {
  readonly chain: MarketChain;
  readonly world: World;
  readonly coverage = new Coverage();
  private forced = 0n;

  constructor(chain: MarketChain, world: World) {
    this.chain = chain;
    this.world = world;
  }

  async step(operation: Operation): Promise<Mismatch[]> {
    const { chain, world } = this;
    if (operation.rule === "mind") {
      world.walletAgrees = operation.agrees;
      await chain.request("hardhat_setCode", [wallet, walletCode(operation.agrees)]);
      return [];
    }
    if (operation.rule === "force") {
      const { market } = world.addresses;
      this.forced += operation.wei;
      world.balances.set(market, world.balances.get(market) + operation.wei);
      world.journal.keep();
      const balance = `0x${world.balances.get(market).toString(16)}`;
      await chain.request("hardhat_setBalance", [market, balance]);
      return [];
    }
    const { from, value, at } = operation;
    const [place, name, args] = onChain(world, operation);
    const before = this.coverage.before(world, operation);
    const predicted = predict(world, operation);
    const sent = await chain.call(from, place, name, args, value, at);
    this.coverage.note(operation, predicted, before);
    const touched = predicted.ok ? predicted.touched : [];
    return [...compareOutcome(predicted, sent), ...(await compareRows(chain, world, touched))];
  }

  async look(): Promise<Mismatch[]> {
    const broken = brokenInvariants(this.world, this.forced);
    const invariants = broken.map((what) => ({ what, predicted: "an invariant", actual: "broken" }));
    return [...invariants, ...(await compareRows(this.chain, this.world, everyRow(this.world)))];
  }
}

function compareOutcome(predicted: Outcome, { reverted, logs }: Sent): Mismatch[] {
  const wanted = predicted.ok ? undefined : encodeRevert(predicted.reason, predicted.args);
  if (wanted !== reverted)
    return [
      {
        what: "outcome",
        predicted: plain(predicted.ok ? "success" : predicted),
        actual: plain(explainRevert(reverted)),
      },
    ];
  const emitted = predicted.ok ? predicted.emitted : [];
  return isSame(emitted, logs) ? [] : [{ what: "events", predicted: plain(emitted), actual: plain(logs) }];
}

/**
 * Random steps on a chain of their own, until the first that differs.
 * @param twist Other rules than the documents', for a test that wants to see a difference found.
 */
export async function runMarketDuel(
  seed: number,
  steps: number,
  twist: Partial<Rules> = {},
): Promise<DuelReport> {
  const chain = await MarketChain.deploy(tokenCount, traders);
  const { addresses, chainId } = chain;
  const world = new World({ ...documentedRules, ...twist }, addresses, chainId, startBalance);
  for (const collection of [addresses.art, addresses.foreign])
    for (let id = 0; id < tokenCount; id++)
      world.owners.set(keyOf(collection, id), traders[id % traders.length] as (typeof traders)[number]);
  world.journal.keep();
  const duel = new Duel(chain, world);
  const generator = new Generator(new Random(seed), world);
  const { coverage } = duel;
  for (let step = 1; step <= steps; step++) {
    const operation = await generator.next(chain.now);
    const mismatches = await duel.step(operation);
    if (mismatches.length === 0 && (step % stepsBetweenLooks === 0 || step === steps))
      mismatches.push(...(await duel.look()));
    if (mismatches.length > 0) return { seed, steps: step, coverage, failure: { operation, mismatches } };
  }
  return { seed, steps, coverage, failure: undefined };
}
