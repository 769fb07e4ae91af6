import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRange } from "@graphiti/protocol/storage/embedded/byte-range.ts";
import fc from "fast-check";

test("a range is read as RFC 9110 says", () => {
  const cases: [header: string | undefined, size: number, expected: ReturnType<typeof parseRange>][] = [
    [undefined, 10, undefined],
    ["bytes=0-", 10, { offset: 0, length: 10 }],
    ["bytes=0-0", 10, { offset: 0, length: 1 }],
    ["bytes=2-4", 10, { offset: 2, length: 3 }],
    ["bytes=9-99", 10, { offset: 9, length: 1 }],
    ["bytes=-3", 10, { offset: 7, length: 3 }],
    ["bytes=-99", 10, { offset: 0, length: 10 }],
    ["bytes=10-", 10, "unsatisfiable"],
    ["bytes=-0", 10, "unsatisfiable"],
    ["bytes=0-", 0, "unsatisfiable"],
    ["bytes=-5", 0, "unsatisfiable"],
    ["bytes=4-2", 10, undefined],
    ["bytes=-", 10, undefined],
    ["bytes=0-1,3-4", 10, undefined],
    ["items=0-1", 10, undefined],
  ];
  for (const [header, size, expected] of cases) assert.deepEqual(parseRange(header, size), expected, header);
});

test("a satisfiable range lies within the file", () => {
  const number = fc.option(fc.nat(), { nil: "" });
  fc.assert(
    fc.property(number, number, fc.nat(), (first, last, size) => {
      const range = parseRange(`bytes=${first}-${last}`, size);
      if (range === undefined || range === "unsatisfiable") return;
      assert.ok(range.length > 0 && range.offset >= 0 && range.offset + range.length <= size);
    }),
  );
});
