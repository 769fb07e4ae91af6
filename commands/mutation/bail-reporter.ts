import type { TestEvent } from "node:test/reporters";

/** Ends the run with the first test that fails, and says which. Passes are counted for those who ask. */
export default async function* bail(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  for await (const { type, data } of events) {
    if (type === "test:pass" && data.details.type !== "suite") passed += 1;
    if (type === "test:fail") {
      process.stdout.write(`failed: ${data.name}\n`);
      process.exit(1);
    }
  }
  yield `passed: ${passed}\n`;
}
