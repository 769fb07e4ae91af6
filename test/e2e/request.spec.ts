import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { childEnv } from "@graphiti/protocol/env.ts";
import { expect, test } from "@playwright/test";
import { paintedJpeg, plainFile } from "./pictures.ts";
import { chainClock, network, networkHome, signalNodes } from "./running-network.ts";

type Ended = { code: number | null; out: string; err: string };

/** Without the colour settings of the test runner, which make Node print a warning of its own. */
function plainEnv(): NodeJS.ProcessEnv {
  const env = childEnv({});
  delete env.FORCE_COLOR;
  delete env.NO_COLOR;
  return env;
}

function request(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "commands/request.ts", "--home", networkHome, ...args],
      { env: plainEnv() },
    );
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

test("a request from the shell ends minted, with the verified file on disk", async () => {
  const out = test.info().outputPath("big.png");
  const {
    code,
    out: printed,
    err,
  } = await request(await paintedJpeg(70), "--title", "Shell", "--out", out, "--json");
  expect(err).toBe("");
  expect(code).toBe(0);
  const result = JSON.parse(printed);
  expect(result).toMatchObject({
    service: "faithful-x2",
    tokenId: result.jobId,
    file: { width: 140, height: 140 },
  });
  expect(result.tokenUri).toMatch(/^ipfs:\/\/bafkrei/);
  const calls = result.transactions.map(({ call }: { call: string }) => call);
  // Other tests have staked without checking, so by chance nobody who checks may be drawn before the window ends.
  expect(calls.filter((call: string) => call !== "attest")).toEqual(["post", "claim", "submit", "finalise"]);
  expect(createHash("sha256").update(readFileSync(out)).digest("hex")).toBe(result.file.sha256);
});

test("bad input is refused with one sentence and code 2, before anything is paid", async () => {
  const text = await plainFile("a.png", "text");
  const good = await paintedJpeg(64);
  for (const args of [
    [text],
    [await plainFile("empty.jpg", "")],
    ["nowhere.png"],
    [],
    [good, "--service", "magic-x9"],
    [good, "--royalty", "50"],
    [good, "--title", ""],
    [good, "--colour"],
    [good, "--deadline", "1"],
    [good, "--out", "no-such-folder/big.png"],
  ]) {
    const { code, err, out } = await request(...args);
    expect(code, `${args}: ${err}`).toBe(2);
    expect(out).toBe("");
    expect(err.trim().split("\n"), err).toHaveLength(1);
    expect(err).not.toMatch(/ at .*:\d+:\d+/);
  }
});

test("a seed becomes a picture, which is then not enlarged", async () => {
  const out = test.info().outputPath("dream.png");
  const wishes = ["--service", "dream", "--seed", "7", "--size", "300x200", "--palette", "nocturne"];
  const { code, out: printed, err } = await request(...wishes, "--out", out, "--json");
  expect(code, err).toBe(0);
  const minted = JSON.parse(printed);
  expect(minted).toMatchObject({ service: "dream", file: { width: 300, height: 200 } });
  await expect
    .poll(async () => (await request(out, "--out", test.info().outputPath("no.png"))).err, {
      timeout: 60_000,
    })
    .toContain("/generate?service=dream&seed=7&palette=nocturne");
  const copy = test.info().outputPath("copy.webp");
  const download = await fetch(`${network().urls.gallery}/works/${minted.tokenId}/download?format=webp`);
  writeFileSync(copy, await download.bytes());
  const refused = await request(copy, "--out", test.info().outputPath("no.png"));
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`a copy of work ${minted.tokenId}`);
});

test("a picture of several lots is shared by the nodes and joined", async () => {
  const out = test.info().outputPath("large.png");
  const picture = await paintedJpeg(1400);
  const { code, out: printed, err } = await request(picture, "--out", out, "--json");
  expect(code, err).toBe(0);
  const result = JSON.parse(printed);
  expect([result.file.width, result.file.height]).toEqual([2800, 2800]);
  const calls = result.transactions.map(({ call }: { call: string }) => call);
  for (const call of ["claim", "submit", "finalise"])
    expect(
      calls.filter((each: string) => each === call),
      call,
    ).toHaveLength(3);
  expect(calls.filter((call: string) => call === "attest").length).toBeGreaterThanOrEqual(1);
});

test("when no node comes, the money is taken back and the code is 3", async () => {
  signalNodes("SIGSTOP");
  try {
    const clock = chainClock();
    const before = (await clock.getBlock()).timestamp;
    const posted = async () => {
      const escrow = { address: network().addresses.escrow, abi: jobEscrowAbi };
      const events = { ...escrow, eventName: "Posted", fromBlock: "earliest" } as const;
      return (await clock.getContractEvents(events)).length;
    };
    const count = await posted();
    const asked = request(await paintedJpeg(64), "--title", "Nobody", "--json");
    await expect.poll(posted, { timeout: 60_000 }).toBeGreaterThan(count);
    await clock.increaseTime({ seconds: 24 * 3600 });
    await clock.mine({ blocks: 1 });
    const { code, out, err } = await asked;
    expect(code, err).toBe(3);
    expect(JSON.parse(out).transactions[0].call).toBe("post");
    expect((await clock.getBlock()).timestamp).toBeGreaterThan(before);
  } finally {
    signalNodes("SIGCONT");
  }
});

test("without a running network it says so", async () => {
  const home = test.info().outputPath("no-network");
  const { code, err } = await request(await paintedJpeg(64), "--home", home);
  expect(code).toBe(1);
  expect(err).toContain("npm start");
  expect(existsSync(home)).toBe(false);
});
