import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { childEnv } from "@graphiti/protocol/env.ts";
import { troubleWith } from "../../../node-worker/engine/try-device.ts";

/** Debian's chromium brings a graphics card in software, and the loader that finds it. */
const chromium = "/usr/lib/chromium";
const swiftShader = join(chromium, "vk_swiftshader_icd.json");

describe("WebGPU, in a process of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "webgpu-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const on = (driver: string) =>
    childEnv({ VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: folder, LD_LIBRARY_PATH: chromium });

  for (const service of ["faithful-x2", "crisp-x2", "fast-x2", "dream"])
    it(`computes ${service} bit for bit like the reference`, async () => {
      assert.ok(existsSync(swiftShader), "SwiftShader is missing: install chromium, as npm test does");
      assert.equal(await troubleWith("webgpu", service, on(swiftShader)), undefined);
    });

  it("is not used where there is no driver, and takes nobody down", async () => {
    const trouble = await troubleWith("webgpu", "faithful-x2", on(join(folder, "none.json")));
    assert.ok(trouble, "a device that is not there was found to be right");
  });

  it("is found wrong when the service's bits are others", async () => {
    assert.match((await troubleWith("webgpu", "not-a-service", on(swiftShader))) ?? "", /no service/);
  });
});
