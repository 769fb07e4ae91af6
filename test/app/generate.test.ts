import assert from "node:assert/strict";
import { test } from "node:test";
import { renderTile } from "@graphiti/models/generate/dream/render-tile.ts";
import { type GeneratedPicture, generateLink, largestAlike } from "@graphiti/protocol/generate-link.ts";
import { seedFromText } from "@graphiti/protocol/seed-text.ts";
import { createLoader } from "nuqs/server";
import type { JobSummary } from "../../app/_data/views.ts";
import { aspectOf, aspects, readSide, scaledTo, shaped, turned } from "../../app/generate/choice/aspects.ts";
import { type Choice, choiceOf, firstChoice, isChoice, paramsOf } from "../../app/generate/choice/choice.ts";
import { choiceParsers } from "../../app/generate/choice/choice-parsers.ts";
import { generatedOf } from "../../app/generate/generated-of.ts";
import { fitted, passSizes } from "../../app/generate/picture/pass-sizes.ts";
import { RenderQueue } from "../../app/generate/picture/render-queue.ts";
import { stripsOf } from "../../app/generate/picture/strips.ts";
import { isSame, parseShelf, withKept, withoutKept } from "../../app/generate/wall/shelf.ts";

const params = { seed: seedFromText("the sea"), palette: 11, complexity: 9, symmetry: 3, variation: 255 };
const picture: GeneratedPicture = { service: "flow", params, width: 640, height: 8192 };
const load = createLoader(choiceParsers);
const choice: Choice = { ...firstChoice, width: 320, height: 256 };

test("a link opens with exactly the picture that it was made for", () => {
  const loaded = load(new URL(generateLink(picture), "http://gallery.example"));
  assert.deepEqual(loaded, choiceOf(picture));
  assert.deepEqual(paramsOf(loaded), params);
});

test("a link with nonsense in it shows what can be shown", () => {
  const search = "service=x&palette=beige&complexity=99&symmetry=-1&variation=1.5&width=0&height=9000&seed=";
  assert.deepEqual(load(new URLSearchParams(search)), { ...firstChoice, seed: "" });
});

test("a shape keeps the long side and how the picture stands", () => {
  assert.deepEqual(shaped({ width: 2048, height: 2048 }, [5, 4]), { width: 2048, height: 1638 });
  assert.deepEqual(shaped({ width: 900, height: 1800 }, [16, 9]), { width: 1013, height: 1800 });
  for (const aspect of aspects) {
    const size = shaped({ width: 4096, height: 100 }, aspect);
    assert.equal(aspectOf(size), aspect);
    assert.equal(aspectOf(turned(size)), aspect);
    assert.equal(Math.max(...Object.values(scaledTo(size, 8192))), 8192);
  }
  assert.equal(aspectOf({ width: 1000, height: 999 }), undefined);
});

test("a side is read only where it is one", () => {
  assert.deepEqual(["16", " 8192 ", "15", "8193", "", "1e3", "12.5", "-20"].map(readSide), [
    16,
    8192,
    ...Array(6).fill(undefined),
  ]);
});

test("a preview begins coarse and ends at the size that is shown, which is never larger than the work", () => {
  assert.deepEqual(fitted({ width: 8192, height: 4096 }, 1024), { width: 1024, height: 512 });
  assert.deepEqual(fitted({ width: 320, height: 256 }, 1024), { width: 320, height: 256 });
  assert.deepEqual(passSizes({ width: 1024, height: 512 }), [
    { width: 114, height: 57 },
    { width: 341, height: 171 },
    { width: 1024, height: 512 },
  ]);
  assert.deepEqual(passSizes({ width: 90, height: 10 }), [{ width: 90, height: 10 }]);
});

test("strips put together are the picture that nodes render", () => {
  const size = { width: 200, height: 150 };
  const made = paramsOf(choice);
  assert(made);
  const strips = [...stripsOf({ service: "dream", params: made, sizes: [{ width: 20, height: 15 }, size] })];
  assert.deepEqual([...new Set(strips.map(({ pass }) => pass))], [0, 1]);
  const last = strips.filter(({ pass }) => pass === 1);
  assert.ok(last.length > 1, "so that what is stale can be given up in between");
  const rgba = Buffer.concat(last.map((strip) => Buffer.from(strip.rgba)));
  const { pixels } = renderTile(made, size, { x: 0, y: 0, ...size });
  const plane = size.width * size.height;
  const planar = Buffer.alloc(4 * plane, 255);
  for (const [at, value] of pixels.entries()) planar[4 * (at % plane) + Math.floor(at / plane)] = value;
  assert.ok(rgba.equals(planar));
});

test("two pictures are both seen coarsely before one is sharp, and what is given up is left", () => {
  const params = paramsOf(choice);
  assert(params);
  const sizes = [
    { width: 20, height: 15 },
    { width: 200, height: 150 },
  ];
  const queue = new RenderQueue();
  for (const id of [1, 2, 3]) queue.add(id, { service: "dream", params, sizes });
  queue.add(4, { service: "dream", params, sizes, rect: { x: 0, y: 0, width: 999, height: 1 } });
  queue.giveUp(3);
  const told: string[] = [];
  for (let next = queue.step(); next; next = queue.step())
    told.push(
      "strip" in next ? `${next.id}: ${next.strip.pass}` : `${next.id} over${next.failed ? ", failed" : ""}`,
    );
  const strips = (id: number, pass: number) => told.filter((line) => line === `${id}: ${pass}`).length;
  assert.ok(strips(1, 1) > 1 && strips(1, 1) === strips(2, 1));
  assert.ok(told.indexOf("2: 0") < told.lastIndexOf("1: 1"), told.join(", "));
  assert.ok(told.indexOf("1 over") < told.lastIndexOf("2: 1"), "the first is sharp before the second");
  assert.ok(
    told.includes("2 over") && told.includes("4 over, failed") && !told.some((line) => line[0] === "3"),
  );
});

test("a piece of a large picture is rendered without the rest", () => {
  const made = paramsOf(choice);
  assert(made);
  const rect = { x: 8000, y: 8100, width: 30, height: 20 };
  const [strip] = stripsOf({ service: "flow", params: made, sizes: [{ width: 8192, height: 8192 }], rect });
  assert.deepEqual(
    [strip?.area, strip?.rows, strip?.rgba.length],
    [{ width: 30, height: 20 }, 20, 30 * 20 * 4],
  );
});

test("the shelf keeps each picture once, newest first, and survives what it cannot read", () => {
  const other = { ...choice, seed: "other" };
  const shelf = withKept(withKept(withKept({ kept: [] }, choice), other), { ...choice });
  assert.deepEqual(shelf.kept, [choice, other]);
  assert.deepEqual(withoutKept(shelf, choice).kept, [other]);
  assert.deepEqual(parseShelf(JSON.stringify(shelf)), shelf);
  const spoilt = { kept: [choice, { ...choice, palette: 12 }, { ...choice, seed: "" }, null, 7] };
  assert.deepEqual(parseShelf(JSON.stringify(spoilt)).kept, [choice]);
  for (const text of [null, "", "{", "7", '{"kept":3}']) assert.deepEqual(parseShelf(text), { kept: [] });
  assert.ok(!isSame(choice, { ...choice, width: 321 }));
  assert.ok(!isChoice({ ...choice, height: 8193 }));
});

test("a job's picture is told from its parameters, unless they are none", () => {
  const job = { serviceName: "dream", service: { kind: 2 }, width: 64, height: 48 };
  const of = (change: object) => generatedOf({ ...job, ...change } as unknown as JobSummary);
  const work = { params: "0x000102030405060708090a0b0c0d0e0f030402c8000000000000000000000000" };
  assert.deepEqual(of({ work }), {
    service: "dream",
    params: {
      seed: "0x000102030405060708090a0b0c0d0e0f",
      palette: 3,
      complexity: 4,
      symmetry: 2,
      variation: 200,
    },
    width: 64,
    height: 48,
  });
  assert.equal(of({ work: { params: `0x${"ff".repeat(32)}` } }), undefined);
  assert.equal(of({ work, service: { kind: 1 } }), undefined);
});

test("the largest alike keeps the shape as near as whole pixels come", () => {
  const { width, height } = largestAlike({ ...picture, width: 320, height: 256 });
  assert.deepEqual([width, height], [8192, 6554]);
});
