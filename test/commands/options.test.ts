import assert from "node:assert/strict";
import { test } from "node:test";
import { seedFromText } from "@graphiti/protocol/seed-text.ts";
import { parseRequestOptions } from "../../commands/request/options.ts";
import { parseStartOptions, portsFor } from "../../commands/start/options.ts";

test("a start without options uses the known ports and the usual folder", () => {
  const options = parseStartOptions([], ".graphiti");
  assert.deepEqual(options, {
    home: ".graphiti",
    portBase: undefined,
    nodes: 3,
    blockSeconds: 1,
    fresh: false,
    help: false,
  });
  assert.equal(portsFor(options.portBase, options.nodes).gallery, 3000);
});

test("a port base moves all ports, and none twice", () => {
  const { portBase, nodes } = parseStartOptions(["--port-base", "4000", "--nodes", "5"], "x");
  const ports = Object.values(portsFor(portBase, nodes)).flat();
  assert.equal(ports.length, 9);
  assert.equal(new Set(ports).size, ports.length);
  assert.ok(ports.every((port) => port >= 4000 && port < 4010));
});

test("blocks come as often as one says", () => {
  assert.equal(parseStartOptions(["--block-time", "0.25"], "x").blockSeconds, 0.25);
});

test("a wrong option of start is refused", () => {
  for (const args of [
    ["--port-base", "80"],
    ["--port-base", "x"],
    ["--nodes", "9"],
    ["--nodes", "1.5"],
    ["--block-time", "0.05"],
    ["--block-time", "61"],
    ["--block-time", "soon"],
    ["--colour"],
    ["photo.jpg"],
  ])
    assert.throws(() => parseStartOptions(args, "x"), { code: "BAD_INPUT" }, args.join(" "));
});

test("a request takes its title from the file and its result's name from the service", () => {
  const options = parseRequestOptions(["pictures/harbour.jpg"]);
  assert.equal(options.card.title, "harbour");
  assert.match(options.out, /harbour-faithful-x2\.png$/);
  assert.equal(options.royaltyBps, 0);
});

test("a seed stands in for a picture where the service generates", () => {
  const options = parseRequestOptions(["--service", "dream", "--seed", "7", "--size", "640x480"]);
  assert.deepEqual(options.source, {
    seed: {
      seed: "7",
      params: { seed: seedFromText("7"), palette: 1, complexity: 4, symmetry: 0, variation: 0 },
      width: 640,
      height: 480,
    },
  });
  assert.equal(options.card.title, "dream 7");
  assert.match(options.out, /dream-7\.png$/);
  const more = ["--palette", "Nocturne", "--complexity", "9", "--symmetry", "sixfold", "--variation", "12"];
  const { source } = parseRequestOptions(["--service", "flow", "--seed", "the sea, the sea", ...more]);
  assert.deepEqual(source.seed?.params, {
    seed: seedFromText("the sea, the sea"),
    palette: 4,
    complexity: 9,
    symmetry: 3,
    variation: 12,
  });
  assert.deepEqual([source.seed?.width, source.seed?.height], [1024, 1024]);
});

test("what makes no picture from a seed is refused before anything happens", () => {
  const dream = ["--service", "dream"];
  for (const [args, code] of [
    [dream, "BAD_INPUT"],
    [[...dream, "--seed", "7", "a.png"], "BAD_INPUT"],
    [["a.png", "--seed", "7"], "BAD_INPUT"],
    [["a.png", "--size", "10x10"], "BAD_INPUT"],
    [[...dream, "--seed", " "], "PARAMS_INVALID"],
    [[...dream, "--seed", "7", "--size", "10"], "BAD_INPUT"],
    [[...dream, "--seed", "7", "--size", "8193x10"], "BAD_INPUT"],
    [[...dream, "--seed", "7", "--size", "0x10"], "BAD_INPUT"],
    [[...dream, "--seed", "7", "--palette", "beige"], "BAD_INPUT"],
    [[...dream, "--seed", "7", "--symmetry", "12"], "BAD_INPUT"],
    [[...dream, "--seed", "7", "--complexity", "10"], "PARAMS_INVALID"],
    [[...dream, "--seed", "7", "--variation", "1.5"], "PARAMS_INVALID"],
    [["--service", "nightmare", "--seed", "7"], "SERVICE_UNKNOWN"],
  ] as const)
    assert.throws(() => parseRequestOptions([...args]), { code }, args.join(" "));
});

test("a royalty and the operators' share are given in percent", () => {
  assert.equal(parseRequestOptions(["a.png"]).operatorShareBps, 0);
  assert.equal(parseRequestOptions(["a.png", "--share", "2.5"]).operatorShareBps, 250);
  assert.equal(parseRequestOptions(["a.png", "--royalty", "7.5"]).royaltyBps, 750);
});

test("a wrong option of request is refused before anything happens", () => {
  for (const args of [
    [],
    ["a.png", "b.png"],
    ["a.png", "--royalty", "11"],
    ["a.png", "--share", "5.1"],
    ["a.png", "--royalty", "x"],
    ["a.png", "--deadline", "0"],
    ["a.png", "--deadline", "1.5"],
  ])
    assert.throws(() => parseRequestOptions(args), { code: "BAD_INPUT" }, args.join(" "));
  assert.throws(() => parseRequestOptions(["a.png", "--title", " "]), { code: "CARD_INVALID" });
});
