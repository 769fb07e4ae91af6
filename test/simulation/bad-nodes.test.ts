import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { probeOf } from "@graphiti/protocol/digests.ts";
import { bond, lateFee } from "@graphiti/protocol/offer.ts";
import { isObjection, tagOf } from "@graphiti/protocol/seal.ts";
import { lotStates } from "@graphiti/protocol/states.ts";
import { noSubmission } from "@graphiti/protocol/terms.ts";
import { decodeFunctionData, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { sealOf } from "../../node-worker/duties/reconcile.ts";
import { onlyChecks } from "../node-worker/support/start-node.ts";
import { until } from "../node-worker/support/until.ts";
import type { World } from "../node-worker/support/world.ts";
import { changes } from "./support/books.ts";
import {
  graceSeconds,
  openScene,
  refusal,
  type Scene,
  sendAnyway,
  windowSeconds,
  withBlocksByHand,
} from "./support/scene.ts";

/** From then on everybody is drawn, where operators are few. */
const allDrawnSeconds = 30;
const open = lotStates.indexOf("open");

describe("a node that hands in a wrong tile", () => {
  it("is objected to, and loses the late fee; another computes the lot, and its picture is minted", async (test) => {
    const scene = await openScene(test, { operators: ["liar", "ben", "cleo"], attesters: 2 });
    const { world, clocks, lotId, crew } = scene;
    const { liar, ben, cleo } = crew;
    const lying = scene.start({ account: liar, spoil: (planar) => planar.fill(~(planar[0] ?? 0), 0, 1) });
    await scene.happens("Submitted");
    const { tileProbes } = lying.node.journal.lots.get(lotId)?.delivery ?? assert.fail();
    // It does not even give the lot back.
    await lying.stop();
    const honest = scene.start({ account: ben });
    scene.start({ account: cleo, trades: onlyChecks });
    await scene.happens("Attested", 2);

    const { terms, claim, maxPrice } = await scene.claimed();
    const { submission, at } = await scene.submitted();
    await clocks.passTo(at + windowSeconds);
    const args = [terms, lotId, claim, submission, probeOf(tileProbes), tileProbes];
    assert.equal(await refusal(world, { by: liar, name: "finalise", args }), "VoteLost(0, 2)");
    await clocks.passTo(at + windowSeconds + graceSeconds);
    await scene.happens("Expired");
    await scene.happens("Submitted", 2);
    await scene.happens("Attested", 3);
    await clocks.passTo((await scene.submitted(1)).at + windowSeconds);
    await scene.happens("Minted");

    const lost = ["Claimed", "Submitted", "Attested", "Attested", "ObjectorsPaid", "Expired"];
    const won = ["Claimed", "Submitted", "Attested", "AttestersPaid", "Finalised", "Minted"];
    assert.deepEqual(await scene.story(), ["Posted", ...lost, ...won]);
    const [one, two, three] = (await scene.eventsOf("Attested")).map(({ args }) => args);
    assert.ok(one && two && three);
    assert.deepEqual(
      [one, two, three].map(({ seal }) => isObjection(seal)),
      [true, true, false],
    );
    assert.deepEqual(new Set([one.operator, two.operator]), new Set([ben.address, cleo.address]));
    assert.equal(three.operator, cleo.address);
    assert.equal((await scene.claimed(1)).claim.operator, ben.address);

    const fee = lateFee(maxPrice);
    const pays = [scene.payOf(claim.price, one.age), scene.payOf(claim.price, two.age)] as const;
    const burned = fee - pays[0] - pays[1];
    const { args: objectors } = await scene.said("ObjectorsPaid");
    assert.deepEqual(objectors, { lotId, attempt: 0, objected: 0b11, pays, burned });
    const { args: expired } = await scene.said("Expired");
    assert.deepEqual(expired, { lotId, attempt: 0, operator: liar.address, lateFee: fee, state: open });
    const split = scene.split(maxPrice, [three.age]);
    const [payOfBen, payOfCleo] = one.operator === ben.address ? pays : pays.toReversed();
    assert.deepEqual(changes(scene.before, await scene.assertMintedOnce()), {
      liar: { stake: -fee },
      ben: { credit: split.operatorPay + (payOfBen ?? 0n) },
      cleo: { credit: (split.attesterPays[0] ?? 0n) + (payOfCleo ?? 0n) },
      artist: { credit: split.artistRefund },
      treasury: { credit: split.protocolFee },
      nobody: { credit: burned },
    });
    assert.equal(honest.node.journal.lateFees.countSince(0), 0);
  });
});

describe("a checker that copies another's seal", () => {
  /** An account's seal that waits for the next block. */
  async function waitingSeal({ anvil }: World, { address }: PrivateKeyAccount): Promise<Hex | undefined> {
    const { pending } = await anvil.client.getTxpoolContent();
    const sent = Object.values(pending).flatMap((byNonce) => Object.values(byNonce));
    const own = sent.find(({ from }) => from.toLowerCase() === address.toLowerCase());
    const call = own && decodeFunctionData({ abi: jobEscrowAbi, data: own.input });
    return call?.functionName === "attest" ? call.args[0][0]?.seal : undefined;
  }

  it("is seated first and earns nothing; those who have run the tiles are paid", async (test) => {
    const operators = ["anna", "ben", "cleo", "copyist"] as const;
    const scene = await openScene(test, { operators, attesters: 2 });
    const { world, clocks, lotId, crew } = scene;
    const { anna, ben, cleo, copyist } = crew;
    const { client, reader } = world.anvil;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    scene.start({ account: anna, holdUntil: released });
    for (const account of [ben, cleo]) scene.start({ account, trades: onlyChecks });
    await scene.happens("Claimed");
    const purse = await reader.getBalance({ address: copyist.address });
    let copied: Hex | undefined;
    let gasWei = 0n;
    await withBlocksByHand(world, async () => {
      release();
      await until("the submit waits", async () => (await client.getTxpoolStatus()).pending > 0);
      await client.mine({ blocks: 1 });
      const { submission, at } = await scene.submitted();
      await clocks.mineAt(at + allDrawnSeconds);
      copied = await until("a seal waits", () => waitingSeal(world, ben));
      await until("another seal waits", () => waitingSeal(world, cleo));
      const { terms, claim } = await scene.claimed();
      const given = { terms, lotId, claim, submission, seal: copied };
      const hash = await sendAnyway(world, { by: copyist, name: "attest", args: [[given]] });
      await client.mine({ blocks: 1 });
      const { gasUsed, effectiveGasPrice } = await reader.getTransactionReceipt({ hash });
      gasWei = gasUsed * effectiveGasPrice;
    });
    await scene.happens("Attested", 3);
    const { claim, maxPrice } = await scene.claimed();
    assert.deepEqual(changes(scene.before, await scene.books()), {
      anna: { locked: bond(maxPrice) },
      ben: { locked: claim.price },
      cleo: { locked: claim.price },
      copyist: { locked: claim.price },
    });
    await clocks.passTo((await scene.submitted()).at + windowSeconds);
    await scene.happens("Minted");

    const whole = ["Posted", "Claimed", "Submitted", "Attested", "Attested", "Attested"];
    assert.deepEqual(await scene.story(), [...whole, "AttestersPaid", "Finalised", "Minted"]);
    const [first, ...others] = (await scene.eventsOf("Attested")).map(({ args }) => args);
    assert.deepEqual([first?.operator, first?.seal], [copyist.address, copied]);
    const [of, ages] = [others.map(({ operator }) => operator), others.map(({ age }) => age)];
    assert.deepEqual(new Set(of), new Set([ben.address, cleo.address]));
    const [sealOfBen, sealOfCleo] = [ben, cleo].map(
      ({ address }) => others[of.indexOf(address)]?.seal ?? "0x",
    );
    assert.equal(sealOfBen, copied);
    assert.notEqual(tagOf(sealOfCleo ?? "0x"), tagOf(copied ?? "0x"));

    const split = scene.split(maxPrice, ages);
    const { args: paid } = await scene.said("AttestersPaid");
    assert.deepEqual(paid, { lotId, attempt: 0, agreed: 0b110, pays: [0n, ...split.attesterPays] });
    const payOf = ({ address }: PrivateKeyAccount) => split.attesterPays[of.indexOf(address)];
    assert.deepEqual(changes(scene.before, await scene.assertMintedOnce()), {
      anna: { credit: split.operatorPay },
      ben: { credit: payOf(ben) },
      cleo: { credit: payOf(cleo) },
      artist: { credit: split.artistRefund },
      treasury: { credit: split.protocolFee },
    });
    // Its stake is whole again: the seal has cost it the gas, and for so long what it locked.
    assert.equal(purse - (await reader.getBalance({ address: copyist.address })), gasWei);
  });
});

describe("a node that has claimed a lot", () => {
  type Trio = Scene & { crew: Record<"late" | "ben" | "cleo", PrivateKeyAccount> };
  const trio = { operators: ["late", "ben", "cleo"], attesters: 1 } as const;

  /** Starts one who computes and one who checks, and has them see that the lot is another's. */
  async function startHonest({ start, crew, lotId }: Trio) {
    start({ account: crew.cleo, trades: onlyChecks });
    const { node } = start({ account: crew.ben });
    await until("the lot is another's", async () => node.journal.lots.get(lotId)?.note.startsWith("another"));
  }

  async function assertReplaced(scene: Trio) {
    const { world, lotId, crew } = scene;
    const { late, ben } = crew;
    await scene.happens("Expired");
    await scene.happens("Submitted");
    await scene.happens("Minted");
    const again = ["Claimed", "Submitted", "Attested", "AttestersPaid", "Finalised", "Minted"];
    assert.deepEqual(await scene.story(), ["Posted", "Claimed", "Expired", ...again]);
    const { maxPrice } = await scene.claimed();
    const fee = lateFee(maxPrice);
    const { args: expired, transactionHash: hash } = await scene.said("Expired");
    assert.deepEqual(expired, { lotId, attempt: 0, operator: late.address, lateFee: fee, state: open });
    const { from } = await world.anvil.reader.getTransaction({ hash });
    assert.equal(from.toLowerCase(), ben.address.toLowerCase());
    assert.equal((await scene.claimed(1)).claim.operator, ben.address);

    const split = scene.split(maxPrice, [(await scene.said("Attested")).args.age]);
    assert.deepEqual(changes(scene.before, await scene.assertMintedOnce()), {
      late: { stake: -fee },
      ben: { credit: split.operatorPay },
      cleo: { credit: split.attesterPays[0] },
      artist: { credit: split.artistRefund + fee },
      treasury: { credit: split.protocolFee },
    });
  }

  it("is refused when it hands in a right result late; another opens the lot again and finishes it", async (test) => {
    const scene = await openScene(test, trio);
    const { world, clocks, lotId, crew } = scene;
    const { client, reader } = world.anvil;
    const { node, ended } = scene.start({ account: crew.late, crashAtCheckpoint: "to submit" });
    await ended;
    await startHonest(scene);
    const { terms, claim, due } = await scene.claimed();
    const { delivery } = node.journal.lots.get(lotId) ?? assert.fail();
    assert.ok(delivery);
    const seal = sealOf(node, { lotId, attempt: 0 }, claim, delivery);
    const args = [terms, lotId, claim, delivery.outputRoot, delivery.metadataDigest, seal];
    const submit = { by: crew.late, name: "submit", args } as const;
    assert.equal(await refusal(world, submit), undefined, "it is refused in time too");
    await withBlocksByHand(world, async () => {
      const hash = await sendAnyway(world, submit);
      await clocks.mineAt(due);
      const { status, blockNumber } = await reader.getTransactionReceipt({ hash });
      const { timestamp } = await client.getBlock({ blockNumber });
      assert.deepEqual([status, Number(timestamp)], ["reverted", due]);
      assert.equal(await refusal(world, submit), `PastDue(${due})`);
    });
    await clocks.follow();
    await assertReplaced(scene);
  });

  it("loses it when it does nothing; another opens the lot again and finishes it", async (test) => {
    const scene = await openScene(test, trio);
    const { world, clocks, lotId, crew } = scene;
    const { args: posted } = await scene.said("Posted");
    await world.send(crew.late).call(world.escrow, "claim", [posted.terms, lotId, 0n]);
    await startHonest(scene);
    const { terms, claim, due, maxPrice } = await scene.claimed();
    assert.deepEqual(changes(scene.before, await scene.books()), { late: { locked: bond(maxPrice) } });
    const args = [terms, [{ lotId, claim, submission: noSubmission }]];
    assert.equal(await refusal(world, { by: crew.ben, name: "expire", args }), `TooEarly(${due})`);
    await clocks.passTo(due);
    await assertReplaced(scene);
  });
});
