import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import { encodeTerms } from "@graphiti/protocol/terms.ts";
import { type Hex, keccak256, maxUint256, numberToHex, parseEther, toHex } from "viem";
import { isolateTests, plain, refused } from "./stage/expect.ts";
import {
  claimJob,
  digest,
  finaliseJob,
  mintJob,
  postJob,
  probesOf,
  resultFor,
  submitJob,
} from "./stage/jobs.ts";
import { contractMetadataDigest, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { art, escrow, recipient, stranger } = stage;
const sha256 = (bytes: Hex): Hex =>
  `0x${createHash("sha256")
    .update(Buffer.from(bytes.slice(2), "hex"))
    .digest("hex")}`;

/** Mints a token whose metadata is known, and gives what `verify` needs. */
async function mintKnown(metadata: Hex = toHex('{"name":"A work"}')) {
  const job = await postJob(stage);
  const { claim } = await claimJob(stage, job);
  const { outputRoot } = resultFor(stage, job, claim.operator);
  const metadataDigest = sha256(metadata);
  const result = {
    outputRoot,
    metadataDigest,
    seal: seal({
      chainId: stage.chainId,
      escrow: escrow.address,
      lotId: job.lotId,
      attempt: 0,
      operator: claim.operator,
      outputRoot,
      metadataDigest,
      probe: probesOf(4).probe,
    }),
  };
  const { submission, submittedAt } = await submitJob(stage, job, claim, { result });
  const mint = () => finaliseJob(stage, job, claim, submission, { at: submittedAt + stage.windowSeconds });
  const proof = numberToHex(job.jobId, { size: 32 });
  return { job, mint, metadata, metadataDigest, prompt: encodeTerms(job.terms), proof };
}

describe("a token", () => {
  isolateTests(stage);

  it("is minted by the escrow alone", async () => {
    const call = art.write.mint([stranger.account.address, 1n, digest("m")], { account: stranger.account });
    await refused(call, "NotTheMinter", [stranger.account.address, escrow.address]);
    assert.equal(plain(await art.read.minter()), plain(escrow.address));
  });

  it("has the URI that cid.ts makes of its metadata's digest", async () => {
    for (const metadata of ["0x", "0x00", toHex('{"name":"A work"}'), toHex("x".repeat(1_000))] as const) {
      const { job, mint, metadataDigest } = await mintKnown(metadata);
      await mint();
      assert.equal(await art.read.tokenURI([job.jobId]), `ipfs://${rawCid(metadataDigest)}`);
      assert.equal(await art.read.metadataDigestOf([job.jobId]), metadataDigest);
    }
    await refused(art.read.tokenURI([99n]), "ERC721NonexistentToken", [99n]);
    await refused(art.read.metadataDigestOf([99n]), "ERC721NonexistentToken", [99n]);
  });

  it("pays the royalty of its job's terms, whatever the price", async () => {
    const { job } = await mintJob(stage, { order: { royaltyBps: 1_000 } });
    const receiver = stage.artist.account.address;
    for (const [sale, royalty] of [
      [parseEther("10"), parseEther("1")],
      [9n, 0n],
      [0n, 0n],
      [maxUint256, maxUint256 / 10n],
    ] as const)
      assert.deepEqual(plain(await art.read.royaltyInfo([job.jobId, sale])), plain([receiver, royalty]));
    const free = await mintJob(stage, { order: { royaltyBps: 0 } });
    assert.equal((await art.read.royaltyInfo([free.job.jobId, parseEther("10")]))[1], 0n);
    const live = await postJob(stage);
    assert.deepEqual(await art.read.royaltyInfo([live.jobId, parseEther("10")]), [
      `0x${"00".repeat(20)}`,
      0n,
    ]);
  });

  it("keeps its royalty and metadata when it is sold on", async () => {
    const { job } = await mintJob(stage);
    const before = [await art.read.tokenURI([job.jobId]), await art.read.royaltyInfo([job.jobId, 10_000n])];
    const { account } = recipient;
    await art.write.transferFrom([account.address, stranger.account.address, job.jobId], { account });
    assert.equal(plain(await art.read.ownerOf([job.jobId])), plain(stranger.account.address));
    assert.deepEqual(
      [await art.read.tokenURI([job.jobId]), await art.read.royaltyInfo([job.jobId, 10_000n])],
      before,
    );
  });

  it("speaks the interfaces it claims, and no others", async () => {
    const spoken = {
      "ERC-165": "0x01ffc9a7",
      "ERC-721": "0x80ac58cd",
      "ERC-721 metadata": "0x5b5e139f",
      "ERC-2981": "0x2a55205a",
      "ERC-4906": "0x49064906",
      "ERC-7007": "0x702c55a6",
    } as const;
    for (const [name, id] of Object.entries(spoken))
      assert.equal(await art.read.supportsInterface([id]), true, name);
    for (const id of ["0xffffffff", "0x780e9d63", "0xd9b67a26"] as const)
      assert.equal(await art.read.supportsInterface([id]), false, id);
    const selector = (text: string) => BigInt(keccak256(toHex(text)).slice(0, 10));
    const both = selector("addAigcData(uint256,bytes,bytes,bytes)") ^ selector("verify(bytes,bytes,bytes)");
    assert.equal(numberToHex(both), spoken["ERC-7007"]);
  });

  it("belongs to a collection with fixed metadata", async () => {
    assert.equal(await art.read.contractURI(), `ipfs://${rawCid(contractMetadataDigest)}`);
    assert.deepEqual([await art.read.name(), await art.read.symbol()], ["Graphiti", "GRAPHITI"]);
  });
});

describe("ERC-7007", () => {
  isolateTests(stage);

  it("verifies a minted job's terms with its metadata, and nothing before the mint", async () => {
    const { prompt, metadata, proof, mint } = await mintKnown();
    assert.equal(await art.read.verify([prompt, metadata, proof]), false);
    await mint();
    assert.equal(await art.read.verify([prompt, metadata, proof]), true);
  });

  it("denies other terms, other metadata, other tokens and proofs that are none", async () => {
    const first = await mintKnown();
    await first.mint();
    const second = await mintKnown(toHex('{"name":"Another"}'));
    await second.mint();
    const { prompt, metadata, proof } = first;
    const flipped: Hex = `${prompt.slice(0, -1)}${prompt.endsWith("0") ? "1" : "0"}` as Hex;
    for (const [what, ...args] of [
      ["other terms", second.prompt, metadata, proof],
      ["a bit of the terms", flipped, metadata, proof],
      ["more than the terms", `${prompt}00`, metadata, proof],
      ["no terms", "0x", metadata, proof],
      ["other metadata", prompt, second.metadata, proof],
      ["no metadata", prompt, "0x", proof],
      ["another token", prompt, metadata, second.proof],
      ["a token that is none", prompt, metadata, numberToHex(99, { size: 32 })],
      ["no proof", prompt, metadata, "0x"],
      ["a longer proof", prompt, metadata, `${proof}00`],
      ["a shorter proof", prompt, metadata, proof.slice(0, -2)],
    ] as const)
      assert.equal(await art.read.verify([...args] as [Hex, Hex, Hex]), false, what);
  });

  it("announces only what verifies, for the token that the proof names", async () => {
    const { job, prompt, metadata, proof, mint } = await mintKnown();
    const adds = (tokenId: bigint, data = metadata) =>
      art.write.addAigcData([tokenId, prompt, data, proof], { account: stranger.account });
    await refused(adds(job.jobId), "NotVerified", [job.jobId]);
    await mint();
    await refused(adds(job.jobId, "0x"), "NotVerified", [job.jobId]);
    await refused(adds(job.jobId + 1n), "NotVerified", [job.jobId + 1n]);
    await stage.assertions.emitWithArgs(adds(job.jobId), art, "AigcData", [
      job.jobId,
      keccak256(prompt),
      keccak256(metadata),
      proof,
    ]);
  });
});
