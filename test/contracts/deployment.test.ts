import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Address,
  encodeAbiParameters,
  getContract,
  getContractAddress,
  keccak256,
  zeroAddress,
} from "viem";
import { plain } from "./stage/expect.ts";
import { claimPace, classes, contractMetadataDigest, fastClass, setStage, slowClass } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, viem } = stage;
const maxUint24 = 2 ** 24 - 1;

type Wishes = Partial<typeof stage.deployment>;
type Parts = { minter?: Address; annex?: Address };

/** Deploys art, annex and escrow with some settings replaced; the art is told the right address or `minter`. */
async function deploys(wishes: Wishes, { minter, annex }: Parts = {}) {
  const from = stage.owner.account.address;
  const nonce = BigInt(await stage.reader.getTransactionCount({ address: from }));
  const to = getContractAddress({ from, nonce: nonce + (annex ? 1n : 2n) });
  const art = await viem.deployContract("GraphitiArt", [minter ?? to, contractMetadataDigest]);
  const given = { ...stage.deployment, art: art.address, ...wishes };
  const half = annex ?? (await viem.deployContract("EscrowAnnex", [given])).address;
  const { address } = await viem.deployContract("JobEscrow", [given, half]);
  return getContract({ address, abi: escrow.abi, client: stage.reader });
}

/** `reason` is the custom error with its arguments. */
async function rejects(call: Promise<unknown>, reason: string) {
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof Error);
    const said = `${error.message} ${String((error as { details?: string }).details)}`;
    assert.ok(said.toLowerCase().includes(`'${reason}'`.toLowerCase()), said);
    return true;
  });
}

/** Both halves refuse the same rules; the escrow's own check is met with an annex that has nothing against it. */
async function refuses(wishes: Wishes, reason: string) {
  await rejects(viem.deployContract("EscrowAnnex", [{ ...stage.deployment, ...wishes }]), reason);
  await rejects(deploys(wishes, { annex: stage.annex }), reason);
}

describe("the escrow's deployment", () => {
  it("fixes what it was given", async () => {
    assert.deepEqual(await escrow.read.finalityClasses(), classes);
    assert.equal(await escrow.read.PROTOCOL_FEE_BPS(), 200);
    assert.equal(await escrow.read.referee(), zeroAddress);
    assert.equal(await escrow.read.minClaimSeconds([10n]), 220n);
    const { registry, art, treasury, owner } = stage.deployment;
    const told = [
      await escrow.read.registry(),
      await escrow.read.art(),
      await escrow.read.treasury(),
      await escrow.read.owner(),
    ];
    assert.deepEqual(plain(told), plain([registry, art, treasury, owner]));
    const [, name, version, chainId, verifyingContract] = await escrow.read.eip712Domain();
    assert.deepEqual(
      [name, version, chainId, plain(verifyingContract)],
      ["Graphiti JobEscrow", "1", BigInt(stage.chainId), plain(escrow.address)],
    );
  });

  it("takes one to four finality classes", async () => {
    for (const count of [1, 4]) {
      const given = Array.from({ length: count }, (_, i) => ({
        fastSeconds: maxUint24 - 4 + i,
        windowSeconds: maxUint24 - 3 + i,
        graceSeconds: 2 ** 32 - 1 - i,
        tailSeconds: 0,
      }));
      const deployed = await deploys({ classes: given });
      assert.deepEqual(await deployed.read.finalityClasses(), given);
      const longest = BigInt(maxUint24 - 4 + count + 2 ** 32 - 1);
      assert.equal(await deployed.read.UNSTAKE_SECONDS(), longest);
    }
    await refuses({ classes: [] }, "ClassesOutOfRange(0, 4)");
    await refuses({ classes: Array(5).fill(fastClass) }, "ClassesOutOfRange(5, 4)");
  });

  it("refuses classes that leave no time to look or to finalise", async () => {
    await refuses({ classes: [fastClass, { ...fastClass, windowSeconds: 0 }] }, "ClassIncomplete(1)");
    await refuses({ classes: [{ ...fastClass, graceSeconds: 0 }] }, "ClassIncomplete(0)");
  });

  it("refuses classes out of order: fast after the window, a shorter window, one above 24 bits", async () => {
    const over = { ...fastClass, windowSeconds: maxUint24 + 1 };
    await refuses({ classes: [fastClass, { ...fastClass, fastSeconds: 301 }] }, "ClassOutOfOrder(1)");
    await refuses({ classes: [slowClass, { ...slowClass, windowSeconds: 899 }] }, "ClassOutOfOrder(1)");
    await refuses({ classes: [over] }, "ClassOutOfOrder(0)");
    await deploys({ classes: [{ ...fastClass, fastSeconds: 300 }, fastClass] });
  });

  it("refuses a tail as long as there is no referee", async () => {
    await refuses({ classes: [fastClass, { ...slowClass, tailSeconds: 1 }] }, "TailWithoutReferee(1)");
  });

  it("names the first class that is wrong, by what is wrong first", async () => {
    const wrong = { fastSeconds: 9, windowSeconds: 0, graceSeconds: 0, tailSeconds: 1 };
    const disordered = { ...fastClass, fastSeconds: 301, tailSeconds: 1 };
    const tailed = { ...fastClass, tailSeconds: 1 };
    await refuses({ classes: [wrong, disordered] }, "ClassIncomplete(0)");
    await refuses({ classes: [disordered, wrong] }, "ClassOutOfOrder(0)");
    await refuses({ classes: [tailed, wrong] }, "TailWithoutReferee(0)");
  });

  it("refuses an art contract that knows another minter", async () => {
    const from = stage.owner.account.address;
    const nonce = BigInt(await stage.reader.getTransactionCount({ address: from }));
    const other = stage.stranger.account.address;
    const itself = getContractAddress({ from, nonce: nonce + 1n });
    const parts = { annex: stage.annex, minter: other };
    await rejects(deploys({}, parts), `NotTheMinter("${itself}", "${other}")`);
  });

  it("refuses an annex of other rules, in whatever they differ", async () => {
    const { abi } = await stage.connection.viem.getContractAt("EscrowAnnex", stage.annex);
    const creation = abi.find((item) => item.type === "constructor");
    assert.ok(creation?.inputs);
    const hash = await stage.reader.readContract({
      ...{ address: stage.annex, abi },
      functionName: "DEPLOYMENT_HASH",
    });
    assert.equal(hash, keccak256(encodeAbiParameters(creation.inputs, [stage.deployment])));
    for (const other of [
      { treasury: stage.stranger.account.address },
      { registry: stage.stranger.account.address },
      { protocolFeeBps: 201 },
      { classes: classes.slice(0, 2) },
      { classes: [fastClass, slowClass, { ...slowClass, graceSeconds: 7_201 }] },
      { claimPace: { ...claimPace, secondsPerTile: 11 } },
      { owner: stage.stranger.account.address },
    ])
      await rejects(deploys(other, { annex: stage.annex }), "AnnexMismatch()");
  });

  it("refuses a protocol fee above 5 %", async () => {
    await refuses({ protocolFeeBps: 501 }, "ProtocolFeeTooHigh(501, 500)");
    await deploys({ protocolFeeBps: 500 });
    await deploys({ protocolFeeBps: 0 });
  });

  it("refuses to be nobody's, to pay nobody, and claims without time", async () => {
    const { annex } = stage;
    await rejects(deploys({ owner: zeroAddress }, { annex }), `OwnableInvalidOwner("${zeroAddress}")`);
    await refuses({ treasury: zeroAddress }, "AddressIsZero()");
    await refuses({ claimPace: { ...claimPace, baseSeconds: 0 } }, "ClaimPaceIsZero()");
  });
});
