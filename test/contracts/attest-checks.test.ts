import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDrawn, seedOf, type Weight } from "@graphiti/protocol/draw.ts";
import { skipReasons } from "@graphiti/protocol/states.ts";
import { type Attestation, lotIdOf, noSubmission } from "@graphiti/protocol/terms.ts";
import { parseEther } from "viem";
import { attestationOf, fatesOf, sendAttest } from "./stage/attest.ts";
import { type Attester, attesterStakeWei, hire } from "./stage/crew.ts";
import { isolateTests, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { postJob } from "./stage/jobs.ts";
import { type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { coldWindowSeconds, setStage } from "./stage/stage.ts";
import { storageOf } from "./stage/storage.ts";

const stage = await setStage();
const { escrow, tester } = stage;
const [first] = (await hire(stage, 1)) as [Attester];
const storage = storageOf(stage);
const whaleStake = parseEther("1000000");

/** A block whose hash draws the operator not at once. */
async function blockWithout(lot: SubmittedLot, { account }: Attester, weight: Weight): Promise<bigint> {
  for (let number = await stage.reader.getBlockNumber({ cacheTime: 0 }); ; number--) {
    const seed = seedOf((await stage.reader.getBlock({ blockNumber: number })).hash);
    if (!isDrawn({ ...lot, seed }, account.address, weight, 0)) return number;
  }
}

type Given = { lot: SubmittedLot; attestations: Attestation[]; caller: Attester; at: number };

describe("the order of attest's checks", () => {
  isolateTests(stage);
  const spoil =
    (change: Partial<Attestation>) =>
    (given: Given): void => {
      given.attestations = given.attestations.map((attestation) => ({ ...attestation, ...change }));
    };
  const outcome = async ({ attestations, caller, at }: Given) => {
    const [[, reason] = []] = await fatesOf(stage, sendAttest(stage, caller, attestations, at));
    return reason === "Attested" ? undefined : reason;
  };

  it("reverts for what is wrong with the whole batch", async () => {
    const lot = await submittedLot(stage);
    const attestation = await attestationOf(stage, lot, first.account.address);
    const given = () => ({ lot, attestations: [attestation], caller: first, at: lot.submittedAt + 40 });
    const faults: Fault<Given>[] = [
      {
        name: "NotAKey",
        args: () => [stage.stranger.account.address],
        make: (g) => (g.caller = stage.stranger),
      },
      {
        name: "TermsMismatch",
        make: spoil({ terms: { ...attestation.terms, tiles: attestation.terms.tiles + 1 } }),
      },
      {
        name: "UnknownLot",
        args: () => [lot.lotId + 1n],
        make: spoil({ lotId: lot.lotId + 1n }),
      },
    ];
    const sends = async ({ attestations, caller, at }: Given) => {
      await sendAttest(stage, caller, attestations, at);
      return undefined;
    };
    await checkedInOrder(stage, given, faults, sends);
    const { stranger } = stage;
    await refused(sendAttest(stage, stranger, [], lot.submittedAt + 40), "BatchIsEmpty");
    const many = sendAttest(stage, stranger, Array(66).fill(attestation), lot.submittedAt + 40);
    await refused(many, "BatchTooLarge", [66n, 65n]);
    const one = { ...attestation, lotId: lotIdOf(99n, 0) };
    const mixed = sendAttest(stage, first, [attestation, one], lot.submittedAt + 40);
    await refused(mixed, "TermsMismatch");
    assert.deepEqual((await escrow.read.panels([lot.lotId]))[3], []);
  });

  it("passes over for the first reason that applies", async () => {
    // Blocks whose hashes are gone, and then one that draws the first only as long as it is no dwarf.
    await tester.mine({ blocks: 300 });
    const unwanted = await submittedLot(stage, 0);
    const open = await postJob(stage);
    const lot = await submittedLot(stage);
    const { lotId } = lot;
    const drawn = await blockWithout(lot, first, { stake: attesterStakeWei, totalStake: whaleStake });
    await storage.setTarget(lotId, drawn);
    const { number } = await escrow.read.standings([first.account.address]);
    const attestation = await attestationOf(stage, lot, first.account.address);
    const given = () => ({ lot, attestations: [attestation], caller: first, at: lot.submittedAt + 29 });
    const whale = stage.recipient;
    const faults: Fault<Given>[] = [
      { name: "notSubmitted", make: spoil({ terms: open.terms, lotId: open.lotId }) },
      { name: "otherSubmission", make: spoil({ submission: noSubmission }) },
      {
        name: "notWanted",
        make: async (g) => spoil(await attestationOf(stage, unwanted, first.account.address))(g),
      },
      { name: "windowOver", make: (g) => (g.at = lot.submittedAt + coldWindowSeconds) },
      { name: "ownWork", make: (g) => (g.caller = stage.key) },
      { name: "panelFull", make: () => storage.setSeats(lotId, 7, number) },
      { name: "alreadyAttested", make: () => storage.setSeats(lotId, 1, number) },
      {
        name: "stakeTooRecent",
        make: () => escrow.write.stake({ account: first.account, value: 1n }),
      },
      { name: "seedPending", make: () => storage.setTarget(lotId, 2n ** 64n - 1n) },
      { name: "seedGone", make: () => storage.setTarget(lotId, 1n) },
      {
        name: "notDrawn",
        make: async () => {
          await tester.setBalance({ address: whale.account.address, value: 2n * whaleStake });
          await escrow.write.stake({ account: whale.account, value: whaleStake });
        },
      },
      {
        name: "stakeTooLow",
        make: async () => {
          const greedy = await postJob(stage, {
            order: { minPrice: parseEther("200"), maxPrice: parseEther("200") },
          });
          await stage.nextAt(greedy.postedAt + 1);
          await escrow.write.claim([greedy.terms, greedy.lotId, 0n], { account: first.account });
        },
      },
    ];
    assert.deepEqual(
      faults.map(({ name }) => name),
      skipReasons.slice(1),
    );
    await checkedInOrder(stage, given, faults, outcome);
  });
});
