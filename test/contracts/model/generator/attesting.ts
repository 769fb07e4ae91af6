import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import { cast } from "../cast.ts";
import { probeOf, sampleOf, sealOf, seedOf } from "../digests.ts";
import type { CallOperation } from "../operation.ts";
import { targetOf } from "../panel.ts";
import { type Attestation, LotState } from "../records.ts";
import { type Spot, spotsOf } from "./readiness.ts";
import { moodOf } from "./results.ts";
import { callOf, keyOf, keysOf, lotIdOf, noClaim, noSubmission, type Scene, soon } from "./scene.ts";

/** What an operator says of lots; whoever still can is asked first. */
export async function makeAttest(
  scene: Scene,
  spots: readonly Spot[],
  at = soon(scene),
  operator = attesterFor(scene, spots),
): Promise<CallOperation> {
  const attestations: Attestation[] = [];
  for (const spot of spots) attestations.push(await attestationOf(scene, spot, operator));
  return callOf("attest", keyOf(scene, operator), [attestations], at);
}

/** All lots that wait for seals, mixed with some that do not, and some twice. */
export async function makeAttestMany(scene: Scene): Promise<CallOperation> {
  const { random, world, memory } = scene;
  const spots = memory
    .unfinished()
    .flatMap(spotsOf)
    .filter(
      ({ note, index }) =>
        random.chance(8) ||
        (note.terms.order.attesters > 0 && world.lots.get(lotIdOf(note, index)).state === LotState.Submitted),
    );
  const some = random.shuffled(spots).slice(0, random.pick([2, 4, 8, 64]));
  if (some[0] && random.chance(20)) some.push(some[0]);
  if (some[0] && random.chance(3)) return makeAttest(scene, Array(66).fill(some[0]));
  return makeAttest(scene, some);
}

function attesterFor({ world, memory, random }: Scene, spots: readonly Spot[]): Address {
  const spot = spots[0];
  if (!spot || random.chance(8)) return random.pick(cast.operators);
  const lotId = lotIdOf(spot.note, spot.index);
  const { seats } = world.panels.get(lotId);
  const worker = memory.lot(lotId).claims[0]?.operator;
  const able = cast.operators.filter(
    (operator) =>
      operator !== worker &&
      !seats.some((seat) => seat.operator === operator) &&
      keysOf({ world } as Scene, operator).length > 0,
  );
  // Somebody whose stake is tied up elsewhere, now and then.
  const price = memory.lot(lotId).claims[0]?.price ?? 0n;
  const tied = able.filter((operator) => world.freeStake(operator) < price);
  if (tied.length > 0 && random.chance(25)) return random.pick(tied);
  return random.pick(able.length > 0 ? able : cast.operators);
}

async function attestationOf(scene: Scene, { note, index }: Spot, operator: Address): Promise<Attestation> {
  const { memory } = scene;
  const lotId = lotIdOf(note, index);
  const { claims, submissions } = memory.lot(lotId);
  return {
    terms: note.terms,
    lotId,
    claim: claims[0] ?? noClaim,
    submission: submissions[0] ?? noSubmission,
    seal: await verdictOf(scene, { note, index }, operator),
  };
}

/** A right seal, an objection, or a seal of something else, as the mood is. */
async function verdictOf(scene: Scene, { note, index }: Spot, operator: Address): Promise<Hex> {
  const { random, world } = scene;
  const lotId = lotIdOf(note, index);
  const { attempt } = world.lots.get(lotId);
  const objects = { right: 3, disputed: 35, wrong: 75, ignored: 3 }[moodOf(lotId, attempt)];
  const strays = { right: 2, disputed: 10, wrong: 10, ignored: 2 }[moodOf(lotId, attempt)];
  return random.weighted<() => Promise<Hex>>([
    [objects, async () => random.pick<Hex>([zeroHash, zeroHash, `0x000000000000${random.hex(26).slice(2)}`])],
    [strays, async () => random.hex(32)],
    [100 - objects - strays, () => rightSeal(scene, { note, index }, operator)],
  ])();
}

async function rightSeal(scene: Scene, { note, index }: Spot, operator: Address): Promise<Hex> {
  const { world, memory, random } = scene;
  const lotId = lotIdOf(note, index);
  const { attempt } = world.lots.get(lotId);
  const submission = memory.lot(lotId).submissions[0] ?? noSubmission;
  const tileProbes = memory.probesOf(submission.seal);
  const panel = world.panels.get(lotId);
  const hash = panel.seed === 0 ? await scene.hashOf(targetOf(panel, submission.l2Block)) : undefined;
  const seed = panel.seed || (hash ? seedOf(hash) : 0);
  if (seed === 0 || tileProbes.length === 0 || operator === zeroAddress) return random.hex(32);
  const sample = sampleOf(seed, lotId, attempt, tileProbes.length, note.terms.order.sampleTiles);
  const probe = probeOf(sample.map((tile) => tileProbes[tile] as Hex));
  return sealOf(world.settings, lotId, attempt, operator, submission, probe);
}
