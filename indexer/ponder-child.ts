/*
 * The process that runs Ponder. It is forked by `supervisor.ts` and ends with it, however that ends: when
 * the channel between them closes, nobody is left to stop it.
 */
process.on("disconnect", () => process.exit());

const ponder = new URL("bin/ponder.js", import.meta.resolve("ponder"));
await import(ponder.href);
