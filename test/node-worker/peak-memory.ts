import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startPhaestus } from "./support/node-process.ts";
import { until } from "./support/until.ts";
import { startWorld } from "./support/world.ts";

/**
 * Measures the peak memory and the CPU time of a node on one large picture, from the post to the token:
 *
 *     node test/node-worker/peak-memory.ts --width 6000 --height 4000
 */
const { values } = parseArgs({
  options: {
    width: { type: "string", default: "6000" },
    height: { type: "string", default: "4000" },
    trace: { type: "boolean", default: false },
    alpha: { type: "boolean", default: false },
  },
});
const minted = 2;
const world = await startWorld({ windowSeconds: 1 });
try {
  await world.enrol();
  const node = startPhaestus(world.env(), "start");
  await node.says("working for an operator");
  const field = (name: string) => {
    const line = readFileSync(`/proc/${node.pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+) kB`));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  };
  const ticksPerSecond = 100;
  const cpuSeconds = () => {
    const fields = readFileSync(`/proc/${node.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  };
  const idleMiB = field("VmRSS");
  const idleCpuSeconds = cpuSeconds();
  const jobId = await world.post(Number(values.width), Number(values.height), values.alpha);
  const startedAt = Date.now();
  let peakMiB = 0;
  await until(
    "minted",
    async () => {
      peakMiB = Math.max(peakMiB, field("VmHWM"));
      if (values.trace)
        console.error(Math.round((Date.now() - startedAt) / 100) / 10, field("VmRSS"), peakMiB);
      return (await world.job(jobId)).state === minted;
    },
    3600,
  );
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const megapixels = (Number(values.width) * Number(values.height)) / 1e6;
  const cpuSecondsPerMp = Number(((cpuSeconds() - idleCpuSeconds) / megapixels).toFixed(1));
  const afterMiB = field("VmRSS");
  console.log(JSON.stringify({ ...values, idleMiB, peakMiB, afterMiB, seconds, cpuSecondsPerMp }));
  await node.kill("SIGTERM");
} finally {
  await world.stop();
}
