import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../indexer/port.ts";
import { until } from "./until.ts";

/** Folder with initdb and postgres, where there is one. */
export function findPostgres(): string | undefined {
  const folders = ["/usr/local/bin", "/usr/bin", ...globSync("/usr/lib/postgresql/*/bin")];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** A server with an empty database, in a temporary folder. It refuses to run as root, so it runs as nobody. */
export async function startPostgres(programs: string) {
  const directory = await mkdtemp(join(tmpdir(), "graphiti-postgres-"));
  const nobody = 65534;
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if ("uid" in user) chownSync(directory, nobody, nobody);
  const data = join(directory, "data");
  const options = { cwd: directory, ...user };
  execFileSync(
    join(programs, "initdb"),
    ["--pgdata", data, "--username", "graphiti", "--auth", "trust", "--no-sync"],
    { ...options, stdio: "ignore" },
  );
  const port = await freePort(0);
  const settings = ["-p", String(port), "-h", "127.0.0.1", "-k", directory, "-c", "fsync=off"];
  const server = spawn(join(programs, "postgres"), ["-D", data, ...settings], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (text) => {
    log += text;
  });
  await until("PostgreSQL ready", async () => log.includes("ready to accept connections"));
  return {
    url: `postgres://graphiti@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      server.kill("SIGINT");
      await once(server, "exit");
      await rm(directory, { recursive: true, force: true });
    },
  };
}
