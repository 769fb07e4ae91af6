// Writes vectors.json anew: `node test/agreement/protocol/write-vectors.ts`. To be done when a rule changes.
import { writeFileSync } from "node:fs";
import { makeVectors, vectorsFile, writeJson } from "./vectors.ts";

writeFileSync(vectorsFile, writeJson(makeVectors()));
