import assert from "node:assert/strict";
import { test } from "node:test";
import { envExample } from "@graphiti/protocol/env.ts";
import { errorCodes } from "@graphiti/protocol/error-codes.ts";
import { errorDocument } from "../../commands/write-docs/error-document.ts";
import { textOf } from "./source-files.ts";

const renew = "run `npm run docs` and commit the result";

test("every error code has its anchor in docs/errors.md, and no other stands there", () => {
  assert.equal(textOf("docs/errors.md"), errorDocument(errorCodes), renew);
});

test(".env.example is what protocol/env.ts says", () => {
  assert.equal(textOf(".env.example"), envExample(), renew);
});
