import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { canonicalJson } from "@graphiti/protocol/metadata.ts";
import { noClaim, type Submission, submissionCommitment } from "@graphiti/protocol/terms.ts";
import { zeroHash } from "viem";
import { verifyWork } from "../../../node-worker/duties/verify-work.ts";
import { type Check, checkTable, outcomeOf } from "../../../node-worker/report/check-table.ts";
import { cardBytes, type DeliveredWork, deliveredWork, hot } from "./delivered-work.ts";
import { standIn } from "./stand-in.ts";

const found = (checks: Check[]) => Object.fromEntries(checks.map(({ what, outcome }) => [what, outcome]));

/** Changes one value of the tile that is the n-th to be computed. */
function spoilNth(nth: number) {
  let count = 0;
  return (planar: Uint8Array) => {
    if (++count === nth) planar[5] = (planar[5] as number) ^ 1;
  };
}

describe("a work that anybody verifies", () => {
  let work: DeliveredWork;
  const begin = async (spoil?: (planar: Uint8Array) => void) => {
    work = await deliveredWork({ ...(spoil && { spoil }) });
  };
  const submission = () => work.chain.lots[0]?.submission as Submission;
  const hands = (changed: Partial<Submission>) => {
    work.chain.lots[0] = { submission: { ...submission(), ...changed }, manifestDigest: undefined };
  };

  beforeEach(() => begin());
  afterEach(() => work.close());

  const verify = (wanted: number | "all" = "all") => verifyWork(work.node, work.job, wanted);

  it("is neither right nor wrong where its service is none of this software", async () => {
    const checks = await verifyWork({ ...work.node, engines: new Map() }, work.job, "all");
    assert.equal(outcomeOf(checks), "unknown");
  });

  it("is right in all that there is to check", async () => {
    const checks = await verify();
    const right = {
      Terms: "right",
      Input: "right",
      Submit: "right",
      Metadata: "right",
      File: "right",
      Tiles: "right",
    };
    assert.deepEqual(found(checks), right);
    assert.equal(outcomeOf(checks), "right");
    assert.match(checks.at(-1)?.because ?? "", /^all 5 computed again/);
    assert.match(
      (await verify(2)).at(-1)?.because ?? "",
      /^2 of 5 computed again, equal to the last bit: \d, \d$/,
    );
  });

  it("is wrong when a single value of a tile is, which all tiles show", async () => {
    work.close();
    await begin(spoilNth(3));
    const checks = await verify();
    assert.deepEqual(found(checks), { ...found(checks), Metadata: "right", File: "right", Tiles: "wrong" });
    assert.equal(outcomeOf(checks), "wrong");
    assert.match(checks.at(-1)?.because ?? "", /^Tile \d is not what its input gives\.$/);
  });

  it("is wrong when the token names other metadata", async () => {
    work.chain.named = zeroHash;
    assert.deepEqual(found(await verify()), { Terms: "right", Input: "right", Submit: "wrong" });
  });

  it("is wrong when the metadata is another than the canonical one", async () => {
    const { store, chain } = work;
    const bytes = await store.get(rawCid(submission().metadataDigest), { maxBytes: 1e5 });
    const { name: _, ...rest } = JSON.parse(Buffer.from(bytes).toString());
    const other = canonicalJson({ ...rest, name: "Another name" });
    await store.put(other, hot);
    hands({ metadataDigest: sha256(other) });
    chain.named = sha256(other);
    assert.equal(found(await verify()).Metadata, "wrong");
  });

  it("is wrong when the file holds other pixels than the output root", async () => {
    hands({ outputRoot: sha256(cardBytes) });
    assert.equal(outcomeOf(await verify()), "wrong");
  });

  it("is wrong when its terms are not those that the chain keeps", async () => {
    work.chain.termsHash = "0x";
    assert.deepEqual(found(await verify()), { Terms: "wrong" });
  });

  it("is wrong when the input is another than the posted one", async () => {
    const { cid } = await work.store.put(cardBytes, hot);
    work.job = { ...work.job, inputCid: cid };
    const elsewhere = standIn({ nowSeconds: 0, jobState: "live", lot: {} }, work.store);
    work.node = { ...work.node, settings: elsewhere.node.settings, journal: elsewhere.journal };
    const checks = await verify();
    elsewhere.close();
    assert.deepEqual([found(checks).Input, found(checks).Result], ["wrong", "unknown"]);
    assert.equal(outcomeOf(checks), "wrong");
  });

  it("cannot be checked while its file is nowhere", async () => {
    const nowhere = sha256(Uint8Array.of(1));
    hands({ metadataDigest: nowhere });
    work.chain.named = nowhere;
    const checks = await verify();
    assert.deepEqual(found(checks), { ...found(checks), Metadata: "unknown", Tiles: "unknown" });
    assert.equal(outcomeOf(checks), "unknown");
  });

  it("is held to the chain's own record before it is minted", async () => {
    const { chain } = work;
    chain.state = "live";
    assert.equal(found(await verify()).Submit, "wrong");
    chain.commitments[0] = submissionCommitment(noClaim, submission());
    assert.equal(outcomeOf(await verify(1)), "right");
  });

  it("is told line by line", async () => {
    const lines = checkTable(7n, [
      { what: "Terms", outcome: "right", because: "as the chain keeps them" },
      { what: "Input", outcome: "unknown", because: "nobody has it" },
    ]);
    assert.deepEqual(lines, [
      "Job 7",
      "  ✓ Terms  as the chain keeps them",
      "  ? Input  nobody has it",
      "Not everything could be checked.",
    ]);
  });
});

describe("a work of several lots that anybody verifies", () => {
  let work: DeliveredWork;
  const tilesPerLot = 3;
  const begin = async (spoil?: (planar: Uint8Array) => void) => {
    work = await deliveredWork({ tilesPerLot, ...(spoil && { spoil }) });
  };
  const verify = (wanted: number | "all" = "all") => verifyWork(work.node, work.job, wanted);
  const right = {
    Terms: "right",
    Input: "right",
    "Submit of lot 1": "right",
    "Tiles of lot 1": "right",
    "Submit of lot 2": "right",
    "Tiles of lot 2": "right",
    "Submit of all lots": "right",
    Joining: "right",
    Metadata: "right",
    File: "right",
  };
  const because = (checks: Check[], name: string) => checks.find(({ what }) => what === name)?.because ?? "";

  afterEach(() => work.close());

  it("is right lot by lot, and in the file that joins them", async () => {
    await begin();
    const checks = await verify();
    assert.deepEqual(found(checks), right);
    assert.equal(outcomeOf(checks), "right");
    assert.match(because(checks, "Tiles of lot 1"), /^all 3 computed again/);
    assert.match(because(checks, "Tiles of lot 2"), /^all 2 computed again/);
    const drawn = await verify(1);
    assert.deepEqual(found(drawn), right);
    const said = [1, 2].map((lot) => because(drawn, `Tiles of lot ${lot}`));
    assert.equal(said.filter((text) => /fetched, none drawn$/.test(text)).length, 1, said.join("; "));
    assert.equal(said.filter((text) => /^1 of \d computed again/.test(text)).length, 1, said.join("; "));
  });

  it("is wrong in the lot of a spoilt tile, though its file is the one that was handed in", async () => {
    await begin(spoilNth(tilesPerLot + 1));
    const checks = await verify();
    assert.deepEqual(found(checks), { ...right, "Tiles of lot 2": "wrong" });
    assert.equal(outcomeOf(checks), "wrong");
    assert.match(because(checks, "Tiles of lot 2"), /^Tile [45] is not what its input gives\.$/);
  });

  it("is wrong in a lot that the chain knows otherwise, and goes on with the others", async () => {
    await begin();
    work.chain.commitments[0] = zeroHash;
    const { "Tiles of lot 1": _, ...others } = right;
    assert.deepEqual(found(await verify()), { ...others, "Submit of lot 1": "wrong", Joining: "unknown" });
  });

  it("is wrong when a lot's manifest is another lot's", async () => {
    await begin();
    const [first, second] = work.chain.lots;
    Object.assign(first ?? {}, { manifestDigest: second?.manifestDigest });
    assert.deepEqual(found(await verify()), { ...right, "Tiles of lot 1": "wrong" });
  });

  it("cannot be checked in a lot whose manifest is nowhere", async () => {
    await begin();
    Object.assign(work.chain.lots[1] ?? {}, { manifestDigest: sha256(Uint8Array.of(1)) });
    const checks = await verify();
    assert.deepEqual(found(checks), { ...right, "Tiles of lot 2": "unknown" });
    assert.equal(outcomeOf(checks), "unknown");
  });

  it("is wrong when the file joins other tiles than those that the lots handed in", async () => {
    await begin();
    const other = await deliveredWork({ tilesPerLot, spoil: spoilNth(1), store: work.store });
    other.close();
    for (const kept of ["lots", "commitments"] as const)
      Object.assign(work.chain[kept], { 0: other.chain[kept][0] });
    assert.deepEqual(found(await verify(0)), { ...right, Joining: "wrong" });
  });
});
