import { errorCodes } from "@graphiti/protocol/error-codes.ts";
import { type ErrorCode, GraphitiError } from "@graphiti/protocol/errors.ts";
import {
  BaseError,
  ContractFunctionRevertedError,
  HttpRequestError,
  InsufficientFundsError,
  TimeoutError,
  UserRejectedRequestError,
} from "viem";
import { explainContractError } from "./contract-errors.ts";
import { ApiProblem, type Problem } from "./problem.ts";

function problem(code: ErrorCode, message: string, more: Partial<Problem> = {}): Problem {
  return { code, message, nextStep: errorCodes[code], docs: `/docs/errors#${code.toLowerCase()}`, ...more };
}

/** Walks the causes of anything thrown, viem's and others' alike. */
function* causes(thrown: unknown): Generator<Error> {
  let next = thrown;
  for (let depth = 0; depth < 16 && next instanceof Error; depth += 1) {
    yield next;
    next = next.cause;
  }
}

const codeOf = (error: Error) => ("code" in error ? error.code : undefined);

function isRejection(error: Error): boolean {
  return (
    error instanceof UserRejectedRequestError || codeOf(error) === 4001 || codeOf(error) === "ACTION_REJECTED"
  );
}

function isShortOfFunds(error: Error): boolean {
  const text = error instanceof BaseError ? `${error.shortMessage} ${error.details}` : error.message;
  return (
    error instanceof InsufficientFundsError ||
    /insufficient funds|exceeds (the )?balance|InsufficientBalance|gas required exceeds allowance/i.test(text)
  );
}

const isWrongNetwork = (error: Error) =>
  /ChainMismatchError|ConnectorChainMismatchError|SwitchChainError|ChainNotConfigured/.test(error.name);

function explainOne(error: Error): Problem | undefined {
  if (error instanceof ApiProblem) return error.problem;
  if (error instanceof GraphitiError) return { ...error.toJSON(), docs: `/${error.docs.replace(".md", "")}` };
  if (isRejection(error))
    return problem("WALLET_REJECTED", "You declined in your wallet.", {
      nextStep: "Nothing was sent and nothing was charged. Try again whenever you like.",
    });
  if (error instanceof ContractFunctionRevertedError && error.data)
    return problem("CONTRACT_REFUSED", "", explainContractError(error.data.errorName, error.data.args));
  if (isWrongNetwork(error))
    return problem("WALLET_WRONG_NETWORK", "Your wallet is on another network than this gallery.", {
      nextStep: "Switch it, then try again.",
      remedy: "switch-network",
    });
  if (isShortOfFunds(error))
    return problem("WALLET_FUNDS", "This wallet does not hold enough for the price and the network's fee.", {
      nextStep: "Add funds, then try again. Nothing was sent.",
      remedy: "faucet",
    });
  if (/ConnectorNotConnectedError|ConnectorAccountNotFoundError/.test(error.name))
    return problem("WALLET_FAILED", "No wallet is connected.", { remedy: "connect" });
  if (error instanceof HttpRequestError || error instanceof TimeoutError)
    return problem("CHAIN_UNREACHABLE", "The chain does not answer.", {
      nextStep: "Check your connection and try again. Nothing is lost: the page remembers what you sent.",
    });
  return undefined;
}

/** Anything thrown on the way to the chain as a {@link Problem}; never a stack, never raw provider text. */
export function explainError(thrown: unknown): Problem {
  for (const error of causes(thrown)) {
    const explained = explainOne(error);
    if (explained) return explained;
  }
  return problem(
    "WALLET_FAILED",
    "The wallet or the chain gave an answer that this page does not understand.",
  );
}
