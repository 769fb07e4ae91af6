import { writeFileSync } from "node:fs";
import { envExample } from "@graphiti/protocol/env.ts";
import { errorCodes } from "@graphiti/protocol/error-codes.ts";
import { errorDocument } from "./write-docs/error-document.ts";

// Writes the documents that are made from code; a test finds them outdated otherwise.
writeFileSync("docs/errors.md", errorDocument(errorCodes));
writeFileSync(".env.example", envExample());
