import assert from "node:assert/strict";
import { test } from "node:test";
import { shortTrouble } from "../../../node-worker/engine/device-trouble.ts";

const where =
  "/src/core/providers/webgpu/webgpu_context.cc:136 ns::Context::Initialize(const ns::Config&)::<lambda()> result.status == Status::Success was false. ";

test("a device that is not there is a short sentence", () => {
  assert.equal(
    shortTrouble(
      `The runtime cannot run the model. ${where}Failed to get a WebGPU adapter: No supported adapters\n`,
    ),
    "WebGPU finds no graphics card or driver on this machine",
  );
});

test("any other trouble is told without the place in the runtime's source", () => {
  assert.equal(
    shortTrouble(`inference failed: Error: ${where}Out of\nmemory.\n`),
    "inference failed: Error: Out of memory.",
  );
  assert.equal(shortTrouble("a bit differs in tile 3"), "a bit differs in tile 3");
});
