/*
 * The process that runs Ponder. It is forked by `ponder-process.ts` and ends with it, however that ends: when
 * the channel between them closes, nobody is left to stop it. Not by `process.exit`, in which Node has been
 * seen to hang for good; for that reason too the end is announced, so that the parent can see to it.
 */
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.once("exit", (code) => process.send?.(code));

const ponder = new URL("bin/ponder.js", import.meta.resolve("ponder"));
await import(ponder.href);
