import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { parseCommand } from "../../../node-worker/commands/arguments.ts";

const address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("the arguments of phaestus", () => {
  it("become commands", () => {
    assert.deepEqual(parseCommand([]), { name: "help" });
    assert.deepEqual(parseCommand(["start", "-h"]), { name: "help" });
    assert.deepEqual(parseCommand(["start"]), {
      name: "start",
      stopAtOnce: false,
      device: undefined,
      trades: { compute: true, attest: true },
    });
    assert.deepEqual(parseCommand(["start", "--stop-at-once", "--device", "auto"]), {
      name: "start",
      stopAtOnce: true,
      device: "auto",
      trades: { compute: true, attest: true },
    });
    for (const [flags, trades] of [
      [["--compute"], { compute: true, attest: false }],
      [["--attest"], { compute: false, attest: true }],
      [["--attest", "--compute"], { compute: true, attest: true }],
    ] as const) {
      const { name, ...wish } = parseCommand(["start", ...flags]);
      assert.deepEqual({ name, ...wish }, { name: "start", stopAtOnce: false, device: undefined, trades });
    }
    assert.deepEqual(
      parseCommand(["bench", "--service", "dream", "--device", "cpu", "--megapixels", "0.5"]),
      {
        name: "bench",
        service: "dream",
        device: "cpu",
        megapixels: 0.5,
        json: false,
      },
    );
    assert.deepEqual(parseCommand(["status", "--json"]), { name: "status", json: true });
    assert.deepEqual(parseCommand(["resume", "--json"]), { name: "resume", json: true });
    assert.deepEqual(parseCommand(["key"]), {
      name: "key",
      operator: undefined,
      deadline: undefined,
      json: false,
    });
    assert.deepEqual(parseCommand(["key", "--operator", address, "--deadline", "1800000000"]), {
      name: "key",
      operator: address,
      deadline: 1_800_000_000n,
      json: false,
    });
    assert.deepEqual(parseCommand(["assemble", "--job", "7"]), { name: "assemble", jobId: 7n, json: false });
    assert.deepEqual(parseCommand(["verify", "7"]), { name: "verify", jobId: 7n, tiles: 8, json: false });
    assert.deepEqual(parseCommand(["verify", "7", "--tiles", "all", "--json"]), {
      name: "verify",
      jobId: 7n,
      tiles: "all",
      json: true,
    });
    assert.deepEqual(parseCommand(["withdraw", "--to", address]), {
      name: "withdraw",
      to: address,
      json: false,
    });
  });

  for (const [args, says] of [
    [["fly"], /no command "fly"/],
    [["start", "now"], /"now" is one argument too many/],
    [["start", "--json"], /no option --json/],
    [["start", "--fast"], /Unknown option '--fast'/],
    [["start", "--device", "gpu"], /--device is one of cpu, webgpu, cuda, auto/],
    [["verify"], /the number of a token or job/],
    [["verify", "7", "8"], /"8" is one argument too many/],
    [["verify", "7", "--tiles", "0"], /--tiles is a number from 1 on, or all/],
    [["bench", "--device", "auto"], /--device is one of cpu, webgpu, cuda/],
    [["bench", "--megapixels", "0"], /--megapixels is a number/],
    [["withdraw"], /needs --to/],
    [["assemble"], /needs --job/],
    [["assemble", "--job", "0x7"], /needs --job/],
    [["withdraw", "--to", "0x12"], /--to is not an address/],
    [["withdraw", "--to", address.replace("C8", "c8")], /--to is not an address/],
    [["key", "--operator", address, "--deadline", "soon"], /--deadline is a time/],
  ] as const)
    it(`refuse "${args.join(" ")}" with a sentence`, () => {
      assert.throws(
        () => parseCommand([...args]),
        (error) => error instanceof GraphitiError && error.code === "BAD_INPUT" && says.test(error.message),
      );
    });
});
