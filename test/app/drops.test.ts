import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { allowList } from "@graphiti/protocol/drop.ts";
import { type Address, parseEther, zeroHash } from "viem";
import type { SoldWorkView } from "../../app/_data/drops.ts";
import { eligibilityOf, readList } from "../../app/drops/allow-list.ts";
import { dropDeeds } from "../../app/drops/drop-deeds.ts";
import {
  dropPhase,
  isListed,
  mostInOneCall,
  postSeconds,
  priceOfDrop,
  quantityLeft,
  type SaleTerms,
} from "../../app/drops/drop-phase.ts";

const terms: SaleTerms = {
  supply: 3,
  startPrice: String(parseEther("2")),
  floorPrice: String(parseEther("1")),
  fallSeconds: 1_000,
  startsAt: 10_000,
  endsAt: 13_600,
  allowEndsAt: 0,
  allowRoot: zeroHash,
};
const listed = { ...terms, allowRoot: `0x${"a1".repeat(32)}`, allowEndsAt: 11_000 } as const;
const none = { sold: 0, settled: 0 };

describe("where a drop stands", () => {
  const kindAt = (now: number, given: SaleTerms = terms, progress = none) =>
    dropPhase(given, progress, now).kind;

  test("the limits of a drop are the contract's", () => {
    const source = readFileSync("contracts/SeriesDrop.sol", "utf8");
    const days = Number(/POST_SECONDS = (\d+) days;/.exec(source)?.[1]);
    assert.equal(days * 86_400, postSeconds);
    assert.equal(Number(/MAX_BATCH = (\d+);/.exec(source)?.[1]), mostInOneCall);
  });

  test("before its start nobody can buy, from that second on everybody", () => {
    assert.deepEqual([kindAt(9_999), kindAt(10_000), kindAt(13_599)], ["before", "public", "public"]);
  });

  test("with a list only who is on it can buy, until that ends", () => {
    assert.deepEqual(dropPhase(listed, none, 10_999), { kind: "list", endsAt: 13_600, opensAt: 11_000 });
    assert.equal(kindAt(11_000, listed), "public");
    assert.deepEqual(dropPhase({ ...listed, allowEndsAt: 20_000 }, none, 13_599), {
      kind: "list",
      endsAt: 13_600,
    });
    assert.equal(kindAt(10_000, { ...listed, allowEndsAt: 10_000 }), "public", "a list that ended before");
    assert.deepEqual([isListed(listed, 1), isListed(terms, 1)], [true, false]);
  });

  test("it is over at its end for the floor, and sooner for the last price where all was sold", () => {
    assert.deepEqual(dropPhase(terms, { sold: 1, settled: 0 }, 13_600), {
      kind: "settling",
      clearingWei: parseEther("1"),
      postingEndsAt: 13_600 + postSeconds,
    });
    const soldOut = { sold: 3, settled: 0, soldOutAt: 10_500 };
    assert.deepEqual(dropPhase(terms, soldOut, 10_500), {
      kind: "settling",
      clearingWei: parseEther("1.5"),
      postingEndsAt: 10_500 + postSeconds,
    });
    assert.equal(kindAt(10_500, terms, { ...soldOut, settled: 3 }), "settled");
    assert.equal(kindAt(13_600), "settled", "nothing was sold");
  });

  test("its price falls in a line", () => {
    assert.deepEqual(
      [9_000, 10_250, 11_000, 13_000].map((second) => priceOfDrop(terms, second)),
      ["2", "1.75", "1", "1"].map((ether) => parseEther(ether)),
    );
  });

  test("what one may still buy is the least of what is left, of the cap and of one call", () => {
    assert.equal(quantityLeft({ supply: 100, walletCap: 5 }, 10, 2), 3);
    assert.equal(quantityLeft({ supply: 100, walletCap: 5 }, 99, 2), 1);
    assert.equal(quantityLeft({ supply: 1_000, walletCap: 900 }, 0, 0), 50);
    assert.equal(quantityLeft({ supply: 100, walletCap: 5 }, 10, 6), 0);
  });
});

describe("a list of who may buy first", () => {
  const account = (digit: string): Address => `0x${digit.repeat(40)}`;
  const [one, two, other] = [account("1"), account("2"), account("3")];
  const text = JSON.stringify([one, two]);
  const { root, proofOf } = allowList([one, two]);

  test("proves who is on it, and tells who is not", () => {
    assert.deepEqual(eligibilityOf(text, root, two), { kind: "listed", accounts: 2, proof: proofOf(two) });
    assert.deepEqual(eligibilityOf(text, root, other), { kind: "missing", accounts: 2 });
  });

  test("is refused where its root is not the drop's", () => {
    assert.deepEqual(eligibilityOf(JSON.stringify([one, two, other]), root, two), { kind: "otherList" });
  });

  test("gives the same root in any order, spelling and with an account twice", () => {
    const mixed: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    const both = allowList([mixed, one]).root;
    const again = JSON.stringify([one, mixed.toLowerCase(), mixed]);
    assert.equal(eligibilityOf(again, both, mixed).kind, "listed");
  });

  test("says what is wrong with what is none", () => {
    assert.match(readList("0x12").problem ?? "", /not JSON/);
    assert.match(readList("{}").problem ?? "", /array/);
    assert.match(readList("[]").problem ?? "", /array/);
    assert.match(readList(JSON.stringify([one, "0x12"])).problem ?? "", /^Entry 2 /);
    assert.match(readList(JSON.stringify(Array(10_001).fill(one))).problem ?? "", /10000 are the most/);
  });
});

describe("what can be done in a drop", () => {
  const work = (index: number, part: Partial<SoldWorkView>): SoldWorkView => ({
    index,
    state: "sold",
    buyer: `0x${"1".repeat(40)}`,
    priceWei: "5",
    target: "100",
    isPaidBack: false,
    hash: "0x",
    at: 0,
    ...part,
  });
  const works = [
    work(0, {}),
    work(1, { target: "101" }),
    work(2, { state: "posted", jobState: "live" }),
    work(3, { state: "posted", jobState: "minted" }),
    work(4, { state: "posted", jobState: "closed" }),
    work(5, { state: "posted", jobState: "closed", isPaidBack: true }),
  ];
  const known = {
    phase: { kind: "settling", clearingWei: 3n, postingEndsAt: 1_000 } as const,
    works,
    block: 101n,
    nowSeconds: 999,
    postingEndsAt: 1_000,
    restWei: 0n,
    isAllSettled: false,
  };

  test("works whose seed is there are posted, those that ended are settled", () => {
    assert.deepEqual(dropDeeds(known), [
      { kind: "post", indices: [0] },
      { kind: "settle", indices: [3, 5] },
    ]);
  });

  test("works that nobody posted in time are settled instead", () => {
    assert.deepEqual(dropDeeds({ ...known, nowSeconds: 1_000 }), [{ kind: "settle", indices: [0, 1, 3, 5] }]);
  });

  test("nothing is settled while works are on sale", () => {
    assert.deepEqual(dropDeeds({ ...known, phase: { kind: "public", endsAt: 2_000 } }), [
      { kind: "post", indices: [0] },
    ]);
  });

  test("one call takes fifty works, the oldest first", () => {
    const many = Array.from({ length: 60 }, (_, index) => work(index, {}));
    const [post] = dropDeeds({ ...known, works: many });
    assert(post?.kind === "post");
    assert.deepEqual([post.indices.length, post.indices[0]], [50, 0]);
  });

  test("what was paid too much is credited after the sale, and credit is withdrawn at any time", () => {
    const own = { creditWei: 4n, paidWei: 10n, works: 2 };
    const money = { ...known, works: [], own };
    assert.deepEqual(dropDeeds(money), [
      { kind: "creditExcess", amountWei: 4n },
      { kind: "withdraw", amountWei: 4n },
    ]);
    assert.deepEqual(dropDeeds({ ...money, phase: { kind: "public", endsAt: 2_000 } }), [
      { kind: "withdraw", amountWei: 4n },
    ]);
    assert.deepEqual(dropDeeds({ ...money, own: { ...own, paidWei: 6n, creditWei: 0n } }), []);
  });

  test("the rest is credited when all works are settled", () => {
    const rest = { ...known, works: [], restWei: 7n };
    assert.deepEqual(dropDeeds(rest), []);
    assert.deepEqual(dropDeeds({ ...rest, isAllSettled: true }), [{ kind: "creditRest", amountWei: 7n }]);
  });
});
