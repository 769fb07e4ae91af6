import { mkdir, readFile, writeFile } from "node:fs/promises";
import { type Abi, type Address, concat, type Hex, keccak256, pad, toHex } from "viem";
import packages from "../../../package-lock.json" with { type: "json" };
import type { Stage } from "../stage/stage.ts";
import { compileSeaport } from "./compile-seaport.ts";

const seaportAddress: Address = "0x0000000000000068F116a894984e2DB1123eB395";
const conduitControllerAddress: Address = "0x00000000F9490004C11Cef243f5400493c00Ad63";
const cache = new URL("../../../cache/seaport/", import.meta.url);

type Made = { abi: Abi; bytecode: Hex };

/** Compiling takes most of a minute, so it is done once for each version of the packages. */
async function made(path: string, contract: string): Promise<Made> {
  const versions = ["seaport-core", "seaport-types", "solc-0824"].map(
    (name) => packages.packages[`node_modules/${name}` as "node_modules/seaport-core"].version,
  );
  const file = new URL(`${contract}-${keccak256(toHex(versions.join())).slice(2, 12)}.json`, cache);
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept) return JSON.parse(kept) as Made;
  const compiled = compileSeaport(path, contract);
  await mkdir(cache, { recursive: true });
  await writeFile(file, JSON.stringify(compiled));
  return compiled;
}

/** Runs creation code at an address of our choice, so that what it derives from its address is right, and leaves the result there. */
async function createAt(stage: Stage, address: Address, creationCode: Hex): Promise<void> {
  await stage.tester.setCode({ address, bytecode: creationCode });
  const { data } = await stage.reader.call({ to: address, gas: 10_000_000n });
  if (!data) throw new Error(`the constructor at ${address} gave no code`);
  await stage.tester.setCode({ address, bytecode: data });
}

/** Seaport 1.6 from its published sources, where it lies on every chain. */
export async function deploySeaport(stage: Stage): Promise<{ address: Address; abi: Abi }> {
  const controller = await made("seaport-core/src/conduit/ConduitController.sol", "ConduitController");
  await createAt(stage, conduitControllerAddress, controller.bytecode);
  const seaport = await made("seaport-core/src/Seaport.sol", "Seaport");
  const argument = pad(conduitControllerAddress, { size: 32 });
  await createAt(stage, seaportAddress, concat([seaport.bytecode, argument]));
  return { address: seaportAddress, abi: seaport.abi };
}
