import assert from "node:assert/strict";
import { test } from "node:test";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import {
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  HttpRequestError,
  InsufficientFundsError,
  UserRejectedRequestError,
} from "viem";
import { explainError } from "../../app/_wallet/explain-error.ts";
import { ApiProblem } from "../../app/_wallet/problem.ts";

const wrapped = (cause: Error) =>
  new BaseError("something outer", { cause: new BaseError("middle", { cause }) });

test("a rejection is a rejection, also when a wallet has its own error for it", () => {
  for (const thrown of [
    wrapped(new UserRejectedRequestError(new Error("no"))),
    Object.assign(new Error("denied"), { code: 4001 }),
  ])
    assert.equal(explainError(thrown).code, "WALLET_REJECTED");
});

test("a custom error becomes its sentence with its figures", () => {
  const data = encodeErrorResult({
    abi: jobEscrowAbi,
    errorName: "WrongValue",
    args: [1n * 10n ** 15n, 2n * 10n ** 15n],
  });
  const reverted = new ContractFunctionRevertedError({ abi: jobEscrowAbi, data, functionName: "post" });
  const problem = explainError(
    new ContractFunctionExecutionError(reverted, { abi: jobEscrowAbi, functionName: "post", args: [] }),
  );
  assert.equal(problem.code, "CONTRACT_REFUSED");
  assert.equal(problem.message, "The job needs exactly 0.002 ETH, but 0.001 ETH would be sent.");
  assert.equal(problem.docs, "/docs/errors#contract_refused");
});

test("too little money offers the faucet, the wrong network a switch", () => {
  const poor = explainError(wrapped(new InsufficientFundsError({})));
  assert.deepEqual([poor.code, poor.remedy], ["WALLET_FUNDS", "faucet"]);
  const elsewhere = Object.assign(new Error("x"), { name: "ConnectorChainMismatchError" });
  const astray = explainError(elsewhere);
  assert.deepEqual([astray.code, astray.remedy], ["WALLET_WRONG_NETWORK", "switch-network"]);
});

test("a silent RPC, a route's refusal and our own errors keep their meaning", () => {
  const down = new HttpRequestError({ url: "http://rpc", body: {} });
  assert.equal(explainError(wrapped(down)).code, "CHAIN_UNREACHABLE");
  const busy = {
    code: "GALLERY_BUSY",
    message: "Busy.",
    nextStep: "Wait.",
    docs: "/docs/errors#gallery_busy",
  };
  assert.equal(explainError(new ApiProblem(busy)), busy);
  const own = explainError(new GraphitiError("BAD_INPUT", "The royalty is wrong."));
  assert.deepEqual([own.code, own.docs], ["BAD_INPUT", "/docs/errors#bad_input"]);
});

test("what is not understood says nothing of its insides", () => {
  for (const thrown of [new Error("secret in a cause"), "text", undefined, { odd: true }]) {
    const problem = explainError(thrown);
    assert.equal(problem.code, "WALLET_FAILED");
    assert.doesNotMatch(JSON.stringify(problem), /secret|home/);
  }
});
