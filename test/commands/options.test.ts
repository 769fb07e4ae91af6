import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRequestOptions } from "../../commands/request/options.ts";
import { parseStartOptions, portsFor } from "../../commands/start/options.ts";

test("a start without options uses the known ports and the usual folder", () => {
  const options = parseStartOptions([], ".graphiti");
  assert.deepEqual(options, {
    home: ".graphiti",
    portBase: undefined,
    nodes: 3,
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

test("a wrong option of start is refused", () => {
  for (const args of [
    ["--port-base", "80"],
    ["--port-base", "x"],
    ["--nodes", "9"],
    ["--nodes", "1.5"],
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

test("a royalty is given in percent", () => {
  assert.equal(parseRequestOptions(["a.png", "--royalty", "7.5"]).royaltyBps, 750);
});

test("a wrong option of request is refused before anything happens", () => {
  for (const args of [
    [],
    ["a.png", "b.png"],
    ["a.png", "--royalty", "11"],
    ["a.png", "--royalty", "x"],
    ["a.png", "--deadline", "0"],
    ["a.png", "--deadline", "1.5"],
  ])
    assert.throws(() => parseRequestOptions(args), { code: "BAD_INPUT" }, args.join(" "));
  assert.throws(() => parseRequestOptions(["a.png", "--title", " "]), { code: "CARD_INVALID" });
});
