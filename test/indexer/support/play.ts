import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { probeOf, sampleProbeOf } from "@graphiti/protocol/digests.ts";
import { sampleTiles, seedOf } from "@graphiti/protocol/draw.ts";
import { objection, seal } from "@graphiti/protocol/seal.ts";
import {
  type Claim,
  lotCount,
  lotIdOf,
  lotTiles,
  makesFile,
  noClaim,
  noSubmission,
  type Order,
  type Submission,
  shapeOf,
  type Terms,
  type Work,
} from "@graphiti/protocol/terms.ts";
import {
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  type Hash,
  type Hex,
  keccak256,
  type LocalAccount,
  parseEther,
  parseEventLogs,
  stringToHex,
  type TransactionReceipt,
  zeroAddress,
  zeroHash,
} from "viem";
import { type ChainClient, dev } from "./chain-client.ts";
import { windowSeconds } from "./local-times.ts";

type Call = ContractFunctionName<typeof jobEscrowAbi, "nonpayable" | "payable">;
export type Job = { jobId: bigint; terms: Terms; work: Work; hash: Hash };
export type Submitted = { claim: Claim; submission: Submission };
/** An operator and the machine key that works for it. */
export type Party = { operator: LocalAccount; key: LocalAccount };
type Wishes = Partial<Order> &
  Partial<Pick<Work, "serviceId" | "params" | "width" | "height">> & { inputCid?: string };

export const worker: Party = { operator: dev.operator, key: dev.key };

const digest = (text: string): Hex => keccak256(stringToHex(text));

function nothing(what: string): never {
  throw new Error(`nothing was ${what}`);
}

function tileProbes(terms: Terms, index: number): Hex[] {
  const tiles = lotTiles(shapeOf(terms), index);
  return Array.from({ length: tiles }, (_, tile) => digest(`probe ${index} ${tile}`));
}

/** The parties of a job and what they do on the chain, each in a transaction of its own. */
export class Play {
  readonly client: ChainClient;
  readonly deployment: Deployment;
  /** Gas by transaction, to compare with the index. */
  readonly gasUsed = new Map<Hash, bigint>();
  /** Output roots that are handed in instead of made up ones, by lot. */
  readonly outputRoots = new Map<bigint, Hex>();

  constructor(client: ChainClient, deployment: Deployment) {
    this.client = client;
    this.deployment = deployment;
  }

  get escrow() {
    return { address: this.deployment.addresses.escrow, abi: jobEscrowAbi } as const;
  }

  get art() {
    return { address: this.deployment.addresses.art, abi: graphitiArtAbi } as const;
  }

  async call<Name extends Call>(
    account: Account,
    functionName: Name,
    args: ContractFunctionArgs<typeof jobEscrowAbi, "nonpayable" | "payable", Name>,
    value = 0n,
  ): Promise<TransactionReceipt> {
    // viem cannot follow a name that is generic itself.
    const request = { ...this.escrow, account, functionName, args, value } as never;
    return this.#mined(await this.client.writeContract(request));
  }

  read<
    Name extends ContractFunctionName<typeof jobEscrowAbi, "view">,
    Args extends ContractFunctionArgs<typeof jobEscrowAbi, "view", Name>,
  >(
    functionName: Name,
    args: Args,
  ): Promise<ContractFunctionReturnType<typeof jobEscrowAbi, "view", Name, Args>> {
    return this.client.readContract({ ...this.escrow, functionName, args } as never) as never;
  }

  async becomeOperator(who: Party = worker, stakeWei = parseEther("10")): Promise<void> {
    await this.registerKey(who);
    await this.call(who.operator, "stake", [], stakeWei);
  }

  async registerKey({ operator, key }: Party = worker): Promise<void> {
    const nonce = await this.read("keyNonce", [key.address]);
    const deadline = 2n ** 40n;
    const signature = await key.signTypedData({
      domain: {
        name: "Graphiti JobEscrow",
        version: "1",
        chainId: this.deployment.chainId,
        verifyingContract: this.escrow.address,
      },
      types: {
        MachineKeyConsent: [
          { name: "operator", type: "address" },
          { name: "key", type: "address" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
        ],
      },
      primaryType: "MachineKeyConsent",
      message: { operator: operator.address, key: key.address, nonce, deadline },
    });
    await this.call(operator, "registerKey", [key.address, deadline, signature]);
  }

  /** Posts a picture of 700 × 500 pixels, which is two tiles. */
  async post({ inputCid = `b${"a".repeat(58)}`, ...wishes }: Wishes = {}): Promise<Job> {
    const { order, work } = await this.#posting(wishes);
    const receipt = await this.call(dev.artist, "post", [order, work, inputCid], order.maxPrice);
    return this.#posted(receipt)[0] ?? nothing("posted");
  }

  /** Posts several jobs in one transaction. */
  async postMany(all: Wishes[]): Promise<Job[]> {
    const inputCid = `b${"c".repeat(58)}`;
    const postings = await Promise.all(
      all.map(async (wishes) => ({ ...(await this.#posting(wishes)), inputCid })),
    );
    const value = postings.reduce((sum, { order }) => sum + order.maxPrice, 0n);
    return this.#posted(await this.call(dev.artist, "postMany", [postings], value));
  }

  async #posting(wishes: Wishes) {
    const { width = 700, height = 500, serviceId = 1, params = zeroHash, inputCid: _, ...order } = wishes;
    const { timestamp } = await this.client.getBlock();
    const work: Work = {
      serviceId,
      width,
      height,
      hasAlpha: false,
      params,
      inputRoot: digest("root"),
      inputDigest: digest("input"),
      cardDigest: digest("card"),
    };
    return {
      work,
      order: {
        deadline: Number(timestamp) + 3_600,
        tilesPerLot: 2,
        minPrice: parseEther("0.01") + 3n,
        maxPrice: parseEther("0.1") + 7n,
        rampSeconds: 60,
        claimSeconds: 30,
        finalityClass: 0,
        attesters: 0,
        sampleTiles: 0,
        recipient: dev.artist.address,
        royaltyBps: 500,
        royaltyReceiver: dev.artist.address,
        operatorShareBps: 0,
        ...order,
      },
    };
  }

  #posted({ logs, transactionHash: hash }: TransactionReceipt): Job[] {
    return parseEventLogs({ abi: jobEscrowAbi, eventName: "Posted", logs }).map(
      ({ args: { jobId, terms, work } }) => ({ jobId, terms, work, hash }),
    );
  }

  async claim({ terms, jobId }: Job, index = 0, who = worker): Promise<Claim> {
    const { logs } = await this.call(who.key, "claim", [terms, lotIdOf(jobId, index), 0n]);
    const [event] = parseEventLogs({ abi: jobEscrowAbi, eventName: "Claimed", logs });
    const { operator, price, openSeconds } = event?.args ?? nothing("claimed");
    return { operator, price, openSeconds };
  }

  async submit(job: Job, claim: Claim, { index = 0, attempt = 0 } = {}): Promise<Submitted> {
    const lotId = lotIdOf(job.jobId, index);
    const { outputRoot, metadataDigest, seal } = this.sealed(job, index, attempt, claim.operator);
    const args = [job.terms, lotId, claim, outputRoot, metadataDigest, seal] as const;
    return this.#submitted(await this.call(dev.key, "submit", args), claim);
  }

  /** The artist joins the tiles itself. */
  async assemble(job: Job): Promise<Submitted> {
    const index = lotCount(shapeOf(job.terms)) - 1;
    const { outputRoot, metadataDigest, seal } = this.sealed(job, index, 0, dev.artist.address);
    const args = [job.terms, job.jobId, outputRoot, metadataDigest, seal] as const;
    const receipt = await this.call(dev.artist, "assemble", args);
    const [event] = parseEventLogs({ abi: jobEscrowAbi, eventName: "Assembled", logs: receipt.logs });
    const { openSeconds } = event?.args ?? nothing("assembled");
    return this.#submitted(receipt, { operator: zeroAddress, price: 0n, openSeconds });
  }

  #submitted({ logs }: TransactionReceipt, claim: Claim): Submitted {
    const [event] = parseEventLogs({ abi: jobEscrowAbi, eventName: "Submitted", logs });
    return { claim, submission: event?.args.submission ?? nothing("submitted") };
  }

  /** What a worker hands in for a lot whose tiles' probes are made up, or, with a seed, what an attester seals. */
  sealed({ terms, jobId }: Job, index: number, attempt: number, operator: Address, seed?: number) {
    const shape = shapeOf(terms);
    const lotId = lotIdOf(jobId, index);
    const probes = tileProbes(terms, index);
    const sample = sampleTiles({ seed: seed ?? 0, lotId, attempt }, probes.length, terms.order.sampleTiles);
    const parts = {
      outputRoot: this.outputRoots.get(lotId) ?? digest(`output ${lotId}`),
      metadataDigest: makesFile(shape, index) ? digest(`metadata ${lotId}`) : zeroHash,
    };
    const { chainId, addresses } = this.deployment;
    const probe = seed === undefined ? probeOf(probes) : sampleProbeOf(probes, sample);
    const where = { chainId, escrow: addresses.escrow, lotId, attempt, operator };
    return { ...parts, seal: seal({ ...where, ...parts, probe }) };
  }

  /** One more attester says of some lots that they are right, or objects. Draws the seed from the block after. */
  async attest(
    job: Job,
    given: readonly (Submitted & { index: number; attempt?: number; objects?: boolean })[],
    who: Party,
  ): Promise<TransactionReceipt> {
    const attestations = await Promise.all(
      given.map(async ({ index, attempt = 0, claim, submission, objects = false }) => {
        const lotId = lotIdOf(job.jobId, index);
        const { hash } = await this.client.getBlock({ blockNumber: submission.l2Block + 1n });
        const [seed] = await this.read("panels", [lotId]);
        const own = this.sealed(job, index, attempt, who.operator.address, seed || seedOf(hash ?? zeroHash));
        return { terms: job.terms, lotId, claim, submission, seal: objects ? objection : own.seal };
      }),
    );
    return this.call(who.key, "attest", [attestations]);
  }

  finalise({ terms, jobId }: Job, { claim, submission }: Submitted, index = 0): Promise<TransactionReceipt> {
    const probes = tileProbes(terms, index);
    const args = [terms, lotIdOf(jobId, index), claim, submission, probeOf(probes), probes] as const;
    return this.call(dev.collector, "finalise", args);
  }

  /** Ends what is overdue: by default the only lot, as an Open one. */
  expire(
    { terms, jobId }: Job,
    lots: readonly (Partial<Submitted> & { index: number })[] = [{ index: 0 }],
  ): Promise<TransactionReceipt> {
    const expiries = lots.map(({ index, claim = noClaim, submission = noSubmission }) => ({
      lotId: lotIdOf(jobId, index),
      claim,
      submission,
    }));
    return this.call(dev.collector, "expire", [terms, expiries]);
  }

  close({ terms, jobId }: Job): Promise<TransactionReceipt> {
    return this.call(dev.artist, "close", [terms, jobId]);
  }

  /** From a post to a token, at once. */
  async mint(wishes: Wishes = {}): Promise<Job> {
    const job = await this.post(wishes);
    const submitted = await this.submit(job, await this.claim(job));
    await this.pass(windowSeconds);
    await this.finalise(job, submitted);
    return job;
  }

  /** The same of a job of several lots. */
  async mintLots(wishes: Wishes): Promise<Job> {
    const job = await this.post(wishes);
    for (let index = 0; index < lotCount(shapeOf(job.terms)); index++) {
      const submitted = await this.submit(job, await this.claim(job, index), { index });
      await this.pass(windowSeconds);
      await this.finalise(job, submitted, index);
    }
    return job;
  }

  async transfer(tokenId: bigint, to: Address): Promise<void> {
    const args = [dev.artist.address, to, tokenId] as const;
    await this.#mined(
      await this.client.writeContract({
        ...this.art,
        account: dev.artist,
        functionName: "transferFrom",
        args,
      }),
    );
  }

  /** Lets the chain's clock run on. */
  async pass(seconds: number): Promise<void> {
    await this.client.increaseTime({ seconds });
    await this.client.mine({ blocks: 1 });
  }

  async #mined(hash: Hash): Promise<TransactionReceipt> {
    const receipt = await this.client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`transaction ${hash} reverted`);
    this.gasUsed.set(hash, receipt.gasUsed);
    return receipt;
  }
}
