import assert from "node:assert/strict";
import { test } from "node:test";
import { serviceRegistryAbi } from "@graphiti/protocol/abi/service-registry.ts";
import { type Abi, type AbiParameter, zeroAddress } from "viem";
import { contractErrors, explainContractError } from "../../app/_wallet/contract-errors.ts";
import { contractAbis } from "../../app/_wallet/contracts.ts";

const abis: Abi[] = [...Object.values(contractAbis), serviceRegistryAbi];
const errors = abis.flatMap((abi) => abi.filter((item) => item.type === "error"));

function sample(input: AbiParameter): unknown {
  if (input.type === "address") return zeroAddress;
  if (/^u?int/.test(input.type)) return Number(input.type.replace(/\D/g, "")) <= 48 ? 1 : 1n;
  if (input.type === "bool") return true;
  if (input.type === "tuple") return {};
  return "0x";
}

test("every custom error in the ABIs has its own sentence", () => {
  const names = [...new Set(errors.map((error) => error.name))];
  assert.ok(names.length > 70);
  assert.deepEqual(
    names.filter((name) => !Object.hasOwn(contractErrors, name)),
    [],
  );
});

test("no sentence is kept for an error that no contract has", () => {
  const names = new Set(errors.map((error) => error.name));
  assert.deepEqual(
    Object.keys(contractErrors).filter((name) => !names.has(name)),
    [],
  );
});

test("each sentence is whole, whatever the arguments", () => {
  for (const error of errors) {
    const { message, nextStep } = explainContractError(error.name, error.inputs.map(sample));
    for (const text of [message, nextStep]) {
      assert.match(text, /^[A-Z0-9].*\.$/, error.name);
      assert.doesNotMatch(text, /undefined|NaN|\[object/, error.name);
    }
  }
});

test("an unknown error is named rather than hidden", () => {
  assert.match(explainContractError("toString").message, /"toString"/);
});
