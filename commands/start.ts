import { resolve } from "node:path";
import { readEnv } from "@graphiti/protocol/env.ts";
import { asGraphitiError } from "@graphiti/protocol/errors.ts";
import { stopBuilds } from "./start/build.ts";
import { forgetState, startLocalNetwork } from "./start/local-network.ts";
import { parseStartOptions, portsFor, startHelp } from "./start/options.ts";
import { preflight, takeHome } from "./start/preflight.ts";
import { startPublicNetwork } from "./start/public-network.ts";
import { removeStackFile } from "./start/stack-file.ts";
import { Steps } from "./start/steps.ts";
import { Supervisor } from "./start/supervisor.ts";

function explain(thrown: unknown): void {
  const error = asGraphitiError(thrown);
  console.error(`\n${error.message}\n${error.nextStep}`);
  if (error.code === "INTERNAL" && thrown instanceof Error)
    console.error(`(${thrown.message.split("\n")[0]})`);
}

async function main(): Promise<void> {
  const env = readEnv();
  const options = parseStartOptions(process.argv.slice(2), env.GRAPHITI_HOME);
  if (options.help) {
    console.log(startHelp);
    return;
  }
  const home = resolve(options.home);
  const ports = portsFor(options.portBase, options.nodes);
  const isLocal = env.GRAPHITI_CHAIN === "local";
  takeHome(home);
  // Takes away what a killed start left behind, before the ports are looked at.
  const supervisor = await Supervisor.open(home);
  const { chain, nodes, ...shared } = ports;
  const ofNodes = Object.fromEntries(nodes.map((port, index) => [`node ${index + 1}`, port]));
  await preflight(home, isLocal ? { ...shared, chain, ...ofNodes } : shared);
  if (options.fresh) forgetState(home);

  const steps = new Steps();
  const end = async (code: number) => {
    stopBuilds();
    removeStackFile(home);
    await supervisor.stop();
    process.exit(code);
  };
  const stopByHand = () => {
    if (!supervisor.stopping) console.log("\nStopping …");
    void end(0);
  };
  process.on("SIGINT", stopByHand).on("SIGTERM", stopByHand).on("SIGHUP", stopByHand);
  supervisor.onRevival = (sentence) => console.error(sentence);
  supervisor.onUnexpectedExit = (sentence) => {
    console.error(`\n${sentence}`);
    void end(1);
  };

  try {
    const bringUp = isLocal ? startLocalNetwork : startPublicNetwork;
    const stack = await bringUp({ home, ports, blockSeconds: options.blockSeconds, supervisor, steps });
    steps.say(`\nStarted in ${steps.elapsed()}. Ctrl-C stops everything; state is kept in ${options.home}.`);
    steps.say(`Graphiti is ready: ${stack.urls.gallery}`);
  } catch (thrown) {
    if (supervisor.stopping) return;
    explain(thrown);
    await end(1);
  }
}

main().catch((thrown: unknown) => {
  explain(thrown);
  process.exitCode = 1;
});
