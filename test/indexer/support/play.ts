import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import {
  type Claim,
  lotIdOf,
  noClaim,
  noSubmission,
  type Submission,
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
  parseEther,
  parseEventLogs,
  stringToHex,
  type TransactionReceipt,
  zeroHash,
} from "viem";
import { type ChainClient, dev } from "./chain-client.ts";

type Call = ContractFunctionName<typeof jobEscrowAbi, "nonpayable" | "payable">;
export type Job = { jobId: bigint; lotId: bigint; terms: Terms; work: Work; hash: Hash };

const digest = (text: string): Hex => keccak256(stringToHex(text));
const probe = digest("probe");

/** The parties of a job and what they do on the chain, each in a transaction of its own. */
export class Play {
  readonly client: ChainClient;
  readonly deployment: Deployment;
  /** Gas by transaction, to compare with the index. */
  readonly gasUsed = new Map<Hash, bigint>();

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

  async becomeOperator(stakeWei = parseEther("10")): Promise<void> {
    await this.registerKey();
    await this.call(dev.operator, "stake", [], stakeWei);
  }

  async registerKey(): Promise<void> {
    const { operator, key } = dev;
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
  async post({ inputCid = `b${"a".repeat(58)}`, maxPrice = parseEther("0.1") + 7n } = {}): Promise<Job> {
    const { timestamp } = await this.client.getBlock();
    const work: Work = {
      serviceId: 1,
      width: 700,
      height: 500,
      hasAlpha: false,
      params: zeroHash,
      inputRoot: digest("root"),
      inputDigest: digest("input"),
      cardDigest: digest("card"),
    };
    const order = {
      deadline: Number(timestamp) + 3_600,
      tilesPerLot: 2,
      minPrice: parseEther("0.01") + 3n,
      maxPrice,
      rampSeconds: 60,
      claimSeconds: 30,
      finalityClass: 0,
      attesters: 0,
      sampleTiles: 0,
      recipient: dev.artist.address,
      royaltyBps: 500,
      royaltyReceiver: dev.artist.address,
    };
    const receipt = await this.call(dev.artist, "post", [order, work, inputCid], maxPrice);
    const [event] = parseEventLogs({ abi: jobEscrowAbi, eventName: "Posted", logs: receipt.logs });
    if (!event) throw new Error("nothing was posted");
    const { jobId, terms } = event.args;
    return { jobId, lotId: lotIdOf(jobId, 0), terms, work, hash: receipt.transactionHash };
  }

  async claim({ terms, lotId }: Job): Promise<Claim & { due: bigint }> {
    const { logs } = await this.call(dev.key, "claim", [terms, lotId, 0n]);
    const [event] = parseEventLogs({ abi: jobEscrowAbi, eventName: "Claimed", logs });
    if (!event) throw new Error("nothing was claimed");
    const { operator, price, openSeconds, due } = event.args;
    return { operator, price, openSeconds, due };
  }

  async submit({ terms, lotId }: Job, claim: Claim, attempt: number): Promise<Submission> {
    const parts = { outputRoot: digest(`output ${lotId}`), metadataDigest: digest(`metadata ${lotId}`) };
    const { chainId, addresses } = this.deployment;
    const submission = {
      ...parts,
      seal: seal({
        ...parts,
        chainId,
        escrow: addresses.escrow,
        lotId,
        attempt,
        operator: claim.operator,
        probe,
      }),
    };
    await this.call(dev.key, "submit", [terms, lotId, claim, submission]);
    return submission;
  }

  finalise({ terms, lotId }: Job, claim: Claim, submission: Submission): Promise<TransactionReceipt> {
    return this.call(dev.collector, "finalise", [terms, lotId, claim, submission, probe]);
  }

  expire({ terms, lotId }: Job, claim = noClaim, submission = noSubmission): Promise<TransactionReceipt> {
    return this.call(dev.collector, "expire", [terms, lotId, claim, submission]);
  }

  close({ terms, jobId }: Job): Promise<TransactionReceipt> {
    return this.call(dev.artist, "close", [terms, jobId]);
  }

  /** From a post to a token, at once. */
  async mint(): Promise<Job> {
    const job = await this.post();
    const claim = await this.claim(job);
    const submission = await this.submit(job, claim, 0);
    await this.pass(4);
    await this.finalise(job, claim, submission);
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
