import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { announce } from "@graphiti/protocol/announcement.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Attestation, Claim, Expiry, Submission, Terms } from "@graphiti/protocol/terms.ts";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  getContractError,
  type Hex,
  type PublicClient,
} from "viem";
import type { Call } from "../journal/slot-rows.ts";

/** Room for state that changes between the estimate and the block, and for Arbitrum's price of L1 data. */
const gasMarginPercent = 140n;
/** An attestation that is passed by in the estimate may be taken in the block, which costs more. */
const gasPerSeat = 150_000n;

type Method = "claim" | "submit" | "attest" | "finalise" | "expire" | "withdraw";

/** What is handed in; the block that takes it completes it to a {@link Submission}. */
export type Result = Omit<Submission, "l2Block">;

/** Builds the node's transactions; each is estimated, which also finds out whether the contract would refuse it. */
export class EscrowCalls {
  readonly #client: PublicClient;
  readonly #escrow: Address;
  readonly #sender: Address;

  constructor(client: PublicClient, escrow: Address, sender: Address) {
    this.#client = client;
    this.#escrow = escrow;
    this.#sender = sender;
  }

  claim(terms: Terms, lotId: bigint, minPayWei: bigint): Promise<Call> {
    return this.#call("claim", { functionName: "claim", args: [terms, lotId, minPayWei] });
  }

  /** @param manifestDigest what the transaction names as the lot's manifest */
  submit(terms: Terms, lotId: bigint, claim: Claim, result: Result, manifestDigest: Hex): Promise<Call> {
    const { outputRoot, metadataDigest, seal } = result;
    const args = [terms, lotId, claim, outputRoot, metadataDigest, seal] as const;
    const named = (data: Hex) => announce(data, manifestDigest);
    return this.#call("submit", { functionName: "submit", args }, named);
  }

  async attest(attestations: readonly Attestation[]): Promise<Call> {
    const call = await this.#call("attest", { functionName: "attest", args: [attestations] });
    return { ...call, gas: call.gas + gasPerSeat * BigInt(attestations.length) };
  }

  /** @param tileProbes none where nobody has attested */
  finalise(
    terms: Terms,
    lotId: bigint,
    claim: Claim,
    submission: Submission,
    probe: Hex,
    tileProbes: readonly Hex[],
  ): Promise<Call> {
    const args = [terms, lotId, claim, submission, probe, tileProbes] as const;
    return this.#call("finalise", { functionName: "finalise", args });
  }

  expire(terms: Terms, expiries: readonly Expiry[]): Promise<Call> {
    return this.#call("expire", { functionName: "expire", args: [terms, expiries] });
  }

  withdraw(to: Address): Promise<Call> {
    return this.#call("withdraw", { functionName: "withdraw", args: [to] });
  }

  /** @throws TRANSACTION_REFUSED with the contract's reason */
  async #call<M extends Method>(
    method: M,
    what: Omit<EncodeFunctionDataParameters<typeof jobEscrowAbi, M>, "abi">,
    finish = (data: Hex) => data,
  ): Promise<Call> {
    const data = finish(encodeFunctionData({ abi: jobEscrowAbi, ...what } as EncodeFunctionDataParameters));
    try {
      const gas = await this.#client.estimateGas({ account: this.#sender, to: this.#escrow, data });
      return { to: this.#escrow, data, valueWei: 0n, gas: (gas * gasMarginPercent) / 100n };
    } catch (error) {
      const reason = revertReason(error, method, this.#escrow);
      if (reason === undefined) throw error;
      fail("TRANSACTION_REFUSED", `The escrow would refuse ${method}: ${reason}.`, { cause: error });
    }
  }
}

/** The contract's own words for a refusal, like `PastDue(1700000000)`; undefined for any other error. */
function revertReason(error: unknown, functionName: string, address: Address): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const decoded = getContractError(error, { abi: jobEscrowAbi, address, args: [], functionName });
  const reverted = decoded.walk((inner) => inner instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) return undefined;
  if (!reverted.data) return reverted.reason ?? "no reason given";
  return `${reverted.data.errorName}(${(reverted.data.args ?? []).map(String).join(", ")})`;
}
