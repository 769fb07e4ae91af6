import assert from "node:assert/strict";
import { test } from "node:test";
import { dependentsOf } from "../../commands/mutation/bench.ts";
import { applied, listMutants, neutral, shuffled } from "../../commands/mutation/mutants.ts";
import { compile, errorsOf, parse, quickSettings } from "../../commands/solidity/compile.ts";

const file = "contracts/Till.sol";
const source = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
// Größe: bytes are not characters.
import {Rate} from "./libraries/Rate.sol";
contract Till {
    error Late();
    event Paid(address from, address to);
    mapping(address => uint256) credit;
    address owner;
    modifier onlyOwner() { require(msg.sender == owner, "no"); _; }
    function pay(address from, address to, uint256 due) external onlyOwner returns (bool) {
        if (block.timestamp >= due) revert Late();
        credit[to] += due > 10 && from != to ? Rate.scaled(due) : 2 days;
        ++credit[from];
        emit Paid(from, to);
        return true;
    }
}
`;
const rate = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
library Rate { function scaled(uint256 a) internal pure returns (uint256) { return a * 3; } }
`;
const sources = new Map([
  [file, source],
  ["contracts/libraries/Rate.sol", rate],
]);
const trees = parse(".", sources);
const mutants = listMutants(sources, trees);

test("each operator finds its places", () => {
  const seen = mutants.map(({ operator, original, mutated }) => `${operator}: ${original} → ${mutated}`);
  for (const expected of [
    "guard removed: if (block.timestamp >= due) revert Late(); → {}",
    'guard removed: require(msg.sender == owner, "no"); → {}',
    "event removed: emit Paid(from, to); → {}",
    "statement removed: ++credit[from]; → {}",
    "increment: ++credit[from] → --credit[from]",
    "modifier removed: onlyOwner → ",
    "arguments swapped: from, to → to, from",
    "constant: 10 → 11",
    "constant: 10 → 9",
    "constant: 2 days → 3 days",
    "constant: true → false",
    "comparison: >= → >",
    "connective: && → ||",
    "arithmetic: * → /",
    "assignment: += → -=",
    "operand removed: due > 10 && from != to → due > 10",
    "ternary: due > 10 && from != to ? Rate.scaled(due) : 2 days → (2 days)",
    "negation: true → !(true)",
  ])
    assert.ok(seen.includes(expected), `${expected}\nis not among\n${seen.join("\n")}`);
});

test("nearly every mutant compiles, and none is there twice", () => {
  assert.equal(new Set(mutants.map(({ id }) => id)).size, mutants.length);
  const broken = mutants.filter((mutant) => {
    const changed = new Map(sources).set(mutant.file, applied(mutant, sources.get(mutant.file) ?? ""));
    return errorsOf(compile(".", changed, quickSettings(false), { "*": { "": ["ast"] } })).length > 0;
  });
  assert.ok(broken.length <= 1, broken.map(({ operator, mutated }) => `${operator}: ${mutated}`).join("\n"));
});

test("the order is the seed's alone", () => {
  const ids = (seed: string, of = mutants) => shuffled(of, seed).map(({ id }) => id);
  assert.deepEqual(ids("1", [...mutants].reverse()), ids("1"));
  assert.notDeepEqual(ids("2"), ids("1"));
});

test("a change of a library reaches whatever imports it", () => {
  assert.deepEqual(
    [...dependentsOf("contracts/libraries/Rate.sol", trees)],
    ["contracts/libraries/Rate.sol", file],
  );
  assert.deepEqual([...dependentsOf(file, trees)], [file]);
});

test("the neutral change adds a function to contracts, and to nothing else", () => {
  const changed = neutral(sources, trees);
  assert.deepEqual([...changed.keys()], [file]);
  assert.match(changed.get(file) ?? "", /function doNothingInTill\(\) external pure \{\}\n\}\n$/);
});
