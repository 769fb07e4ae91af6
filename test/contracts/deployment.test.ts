import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getContract, getContractAddress, zeroAddress } from "viem";
import { plain } from "./stage/expect.ts";
import { claimPace, classes, contractMetadataDigest, fastClass, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, viem } = stage;

type Wishes = Partial<typeof stage.deployment>;

/** Deploys art and escrow with some settings replaced; the art is told the right address or `minter`. */
async function deploys(wishes: Wishes, minter?: `0x${string}`) {
  const from = stage.owner.account.address;
  const nonce = BigInt(await stage.reader.getTransactionCount({ address: from }));
  const to = getContractAddress({ from, nonce: nonce + 1n });
  const art = await viem.deployContract("GraphitiArt", [minter ?? to, contractMetadataDigest]);
  const given = { ...stage.deployment, art: art.address, ...wishes };
  const { address } = await viem.deployContract("JobEscrow", [given]);
  return getContract({ address, abi: escrow.abi, client: stage.reader });
}

/** `reason` is the custom error with its arguments. */
async function refuses(wishes: Wishes, reason: string, minter?: `0x${string}`) {
  await assert.rejects(deploys(wishes, minter), (error: unknown) => {
    assert.ok(error instanceof Error);
    const said = `${error.message} ${String((error as { details?: string }).details)}`;
    assert.ok(said.toLowerCase().includes(`'${reason}'`.toLowerCase()), said);
    return true;
  });
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
        fastSeconds: i,
        windowSeconds: 2 ** 32 - 1 - i,
        graceSeconds: 10 + i,
        tailSeconds: 20 + i,
      }));
      const deployed = await deploys({ classes: given });
      assert.deepEqual(await deployed.read.finalityClasses(), given);
    }
    await refuses({ classes: [] }, "ClassesOutOfRange(0, 4)");
    await refuses({ classes: Array(5).fill(fastClass) }, "ClassesOutOfRange(5, 4)");
  });

  it("refuses classes that leave no time to look or to finalise", async () => {
    await refuses({ classes: [fastClass, { ...fastClass, windowSeconds: 0 }] }, "ClassIncomplete(1)");
    await refuses({ classes: [{ ...fastClass, graceSeconds: 0 }] }, "ClassIncomplete(0)");
  });

  it("refuses an art contract that knows another minter", async () => {
    const from = stage.owner.account.address;
    const nonce = BigInt(await stage.reader.getTransactionCount({ address: from }));
    const other = stage.stranger.account.address;
    const itself = getContractAddress({ from, nonce: nonce + 1n });
    await refuses({}, `NotTheMinter("${itself}", "${other}")`, other);
  });

  it("refuses a protocol fee above 5 %", async () => {
    await refuses({ protocolFeeBps: 501 }, "ProtocolFeeTooHigh(501, 500)");
    await deploys({ protocolFeeBps: 500 });
    await deploys({ protocolFeeBps: 0 });
  });

  it("refuses to be nobody's, to pay nobody, and claims without time", async () => {
    await refuses({ owner: zeroAddress }, `OwnableInvalidOwner("${zeroAddress}")`);
    await refuses({ treasury: zeroAddress }, "AddressIsZero()");
    await refuses({ claimPace: { ...claimPace, baseSeconds: 0 } }, "ClaimPaceIsZero()");
  });
});
