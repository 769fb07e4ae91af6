import { type Address, type Hex, zeroAddress } from "viem";
import { cast, keyPeople } from "../cast.ts";
import { maxStakeOfAll } from "../money.ts";
import type { CallOperation } from "../operation.ts";
import type { Consent } from "../records.ts";
import { anybody, around, callOf, keysOf, type Scene, soon } from "./scene.ts";

const ether = 10n ** 18n;

/** Some have hardly enough for anything. */
export const isPoor = (operator: Address): boolean => cast.operators.indexOf(operator) % 5 === 4;

const consentTypes = {
  MachineKeyConsent: [
    { name: "operator", type: "address" },
    { name: "key", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** What every signature signs that was ever made in a campaign. */
export class ConsentBook {
  private readonly signed = new Map<string, Consent>();

  of(signature: string): Consent | undefined {
    return this.signed.get(signature);
  }

  learn(signature: string, consent: Consent): void {
    this.signed.set(signature, consent);
  }

  entries(): [string, Consent][] {
    return [...this.signed];
  }

  async sign({ world }: Scene, { signer, ...message }: Consent): Promise<Hex> {
    const person = keyPeople[cast.keys.indexOf(signer)];
    if (!person) throw new Error("only machine keys sign");
    const domain = {
      name: "Graphiti JobEscrow",
      version: "1",
      chainId: world.settings.chainId,
      verifyingContract: world.settings.escrow,
    };
    const signature = await person.signTypedData({
      domain,
      types: consentTypes,
      primaryType: "MachineKeyConsent",
      message,
    });
    this.signed.set(signature, { signer, ...message });
    return signature;
  }
}

export function makeStake(scene: Scene, operator: Address, value: bigint): CallOperation {
  return callOf("stake", operator, [], soon(scene), value);
}

export async function makeRegisterKey(
  scene: Scene,
  book: ConsentBook,
  operator: Address,
  key: Address,
): Promise<CallOperation> {
  const { random, world } = scene;
  const at = soon(scene);
  const deadline = BigInt(at + random.pick([0, 3_600, 10 ** 9]));
  const nonce = world.keyNonce.get(key);
  const right = { signer: key, operator, key, nonce, deadline };
  const signature = await book.sign(scene, right);
  return callOf("registerKey", operator, [key, deadline, signature], at);
}

async function makeWrongConsent(scene: Scene, book: ConsentBook): Promise<CallOperation> {
  const { random, world } = scene;
  const at = soon(scene);
  const free = cast.keys.filter((key) => world.operatorOf.get(key) === zeroAddress);
  const key = random.pick(free.length > 0 && random.chance(80) ? free : cast.keys);
  const operator = random.pick(cast.operators);
  const nonce = world.keyNonce.get(key);
  const right: Consent = { signer: key, operator, key, nonce, deadline: BigInt(at + 60) };
  const wrong = random.pick<Partial<Consent>>([
    { operator: random.pick(cast.strangers) },
    { signer: random.pick(cast.keys) },
    { nonce: nonce + 1n },
    { deadline: BigInt(at - 1) },
    { key: random.pick(cast.keys) },
  ]);
  const signed = { ...right, ...wrong };
  const signature = random.chance(85) ? await book.sign(scene, signed) : random.hex(random.pick([0, 65]));
  const claimed = random.chance(10) ? zeroAddress : key;
  return callOf("registerKey", operator, [claimed, signed.deadline, signature], at);
}

export async function makeKeyCall(scene: Scene, book: ConsentBook): Promise<CallOperation> {
  const { random, world } = scene;
  const idle = cast.operators.filter((operator) => keysOf(scene, operator).length === 0);
  const free = cast.keys.filter((key) => world.operatorOf.get(key) === zeroAddress);
  if (free.length > 0 && idle.length > 0 && random.chance(70))
    return makeRegisterKey(scene, book, random.pick(idle), random.pick(free));
  if (free.length > 0 && random.chance(30))
    return makeRegisterKey(scene, book, random.pick(cast.operators), random.pick(free));
  if (random.chance(50)) return makeWrongConsent(scene, book);
  const key = random.pick(cast.keys);
  const from = random.pick([key, world.operatorOf.get(key), anybody(scene)]);
  return callOf("stopKey", from === zeroAddress ? key : from, [key], soon(scene));
}

export function makeStakeCall(scene: Scene): CallOperation {
  const { random, world } = scene;
  const operator = random.pick(cast.operators);
  const free = world.freeStake(operator);
  switch (
    random.weighted([
      [35, "stake"],
      [5, "limit"],
      [30, "request"],
      [30, "unstake"],
    ])
  ) {
    case "stake": {
      const { stake } = world.accounts.get(operator);
      const most = (isPoor(operator) ? 40n : 100n) * ether;
      const more = stake < most / 2n ? most : random.wei(most / 20n);
      return makeStake(scene, operator, random.chance(8) ? 0n : more);
    }
    case "limit":
      return makeStake(scene, operator, maxStakeOfAll + 1n - world.total("totalStake"));
    case "request": {
      const amount = random.pick([free + 1n, free / 20n, random.wei(free + 1n) / 4n, 0n, 1n]);
      return callOf("requestUnstake", operator, [amount], soon(scene));
    }
    default: {
      const { amount, readyAt } = world.unbonding.get(operator);
      const at = amount > 0n && random.chance(50) ? around(scene, readyAt) : soon(scene);
      return callOf("unstake", operator, [payee(scene, operator)], at);
    }
  }
}

export function makeWithdraw(scene: Scene): CallOperation {
  const { random, world } = scene;
  const all = [...cast.operators, ...cast.artists, cast.treasury, ...cast.strangers];
  const credited = all.filter((account) => world.accounts.get(account).credit > 0n);
  const from = random.pick(credited.length > 0 && random.chance(90) ? credited : all);
  return callOf("withdraw", from, [payee(scene, from)], soon(scene));
}

/** Where money is to go: home, mostly. */
function payee({ random, world }: Scene, from: Address): Address {
  const { escrow, art, refusers } = world.settings;
  return random.weighted([
    [70, from],
    [12, random.pick(cast.strangers)],
    [6, random.pick([...refusers])],
    [6, zeroAddress],
    [6, random.pick([escrow, art])],
  ]);
}
