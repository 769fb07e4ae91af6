import assert from "node:assert/strict";
import { test } from "node:test";
import type { OfferedService } from "../../app/_data/services.ts";
import {
  type Choice,
  denoisesOf,
  familiesIn,
  firstChoice,
  isSized,
  offeredChoice,
  refusedScales,
  scalesOf,
  serviceFor,
} from "../../app/create/choice.ts";

const service = (family: OfferedService["family"], scale: number, denoise?: number): OfferedService => ({
  name: `${family}-x${scale}${denoise === undefined ? "" : `-denoise-${denoise}`}`,
  kind: 1,
  family,
  denoise,
  scale,
  tileCore: 256 / scale,
  halo: 7,
  secondsPerTile: 0.2,
  modelDigest: `0x${"11".repeat(32)}`,
  modelCid: "bafkrei",
});

const services = [
  ...[2, 4, 8].flatMap((scale) => [service("faithful", scale), service("faithful", scale, 1)]),
  service("crisp", 2),
  service("crisp", 4),
  service("anime", 4),
];
const picture = (width: number, height: number) => ({ width, height, hasAlpha: false });

test("only what the deployment has is there to choose from", () => {
  assert.deepEqual(familiesIn(services), ["faithful", "crisp", "anime"]);
  assert.deepEqual(familiesIn(services.filter(({ family }) => family !== "crisp")), ["faithful", "anime"]);
  assert.deepEqual(scalesOf(services, "crisp"), [2, 4]);
  assert.deepEqual(denoisesOf(services, "faithful"), [1]);
  assert.deepEqual(denoisesOf(services, "anime"), []);
});

test("a choice comes down to one service, and to the nearest where it cannot be had", () => {
  const nameOf = (part: Partial<typeof firstChoice>, size = picture(600, 400)) =>
    serviceFor({ ...firstChoice, ...part }, services, size)?.name;
  assert.equal(nameOf({}), "faithful-x2");
  assert.equal(nameOf({ scale: 4, denoise: 1 }), "faithful-x4-denoise-1");
  assert.equal(nameOf({ scale: 4, denoise: 3 }), "faithful-x4");
  assert.equal(nameOf({ family: "anime", scale: 2, denoise: 1 }), "anime-x4");
  assert.equal(nameOf({ family: "crisp", scale: 8 }), "crisp-x4");
  assert.equal(nameOf({ scale: 8 }, picture(3000, 2000)), "faithful-x4");
  assert.equal(nameOf({ family: "anime" }, picture(9000, 9000)), undefined);
});

test("a kept family that this deployment does not have gives way to one that it has", () => {
  const without = services.filter(({ family }) => family !== "anime");
  assert.equal(offeredChoice({ ...firstChoice, family: "anime" }, without).family, "faithful");
  assert.equal(offeredChoice({ ...firstChoice, family: "anime" }, services).family, "anime");
  assert.equal(offeredChoice(firstChoice, []), firstChoice);
});

test("a print picks the scale, as long as its figures can be read", () => {
  const scaleOf = (width: string, size = picture(1000, 800)) =>
    serviceFor(
      { ...firstChoice, sizing: "print", print: { width, unit: "inch", dpi: "100" } },
      services,
      size,
    )?.scale;
  assert.equal(scaleOf("20"), 2);
  assert.equal(scaleOf("20.5"), 4);
  assert.equal(scaleOf("99"), 8);
  assert.equal(scaleOf("99", picture(3000, 2000)), 4);
  assert.equal(scaleOf("wide"), 2);
});

test("what is too much for one job is known before, with what could be taken instead", () => {
  const refused = refusedScales(services, "faithful", picture(3000, 2000));
  assert.deepEqual(
    refused.map(({ scale }) => scale),
    [8],
  );
  const { width, height } = refused[0]?.largest ?? { width: 0, height: 0 };
  assert.ok(width * height * 64 <= 256e6 && (width + 2) * (height + 2) * 64 > 250e6, `${width} × ${height}`);
  assert.deepEqual(refusedScales(services, "faithful", undefined), []);
});

test("a print without a width or a fineness that exist is no size to pay for", () => {
  const print = { width: "30", unit: "cm", dpi: "300" } as const;
  const sized = (part: Partial<Choice>) => isSized({ ...firstChoice, ...part });
  assert.ok(sized({ sizing: "print", print }));
  assert.ok(!sized({ sizing: "print", print: { ...print, width: "abc" } }));
  assert.ok(!sized({ sizing: "print", print: { ...print, dpi: "0" } }));
  assert.ok(sized({ sizing: "scale", print: { ...print, width: "abc" } }));
});
