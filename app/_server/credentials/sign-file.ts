import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { initSync, WasmBuilder } from "@contentauth/c2pa-wasm";
import { coseSigner, reservedBytes } from "./cose-sign.ts";
import type { Manifest } from "./manifest.ts";

/** What this program is told through its standard input, as JSON. The key itself is never among it. */
export type SigningOrder = {
  path: string;
  signedPath: string;
  mimeType: string;
  manifest: Manifest;
  certificatePath: string;
  keyPath: string;
};

/** A Blob whose bytes can be read at once: the builder reads it with a class that only browsers' workers have. */
class BytesBlob extends Blob {
  readonly held: Uint8Array<ArrayBuffer>;

  constructor(held: Uint8Array<ArrayBuffer>, options?: BlobPropertyBag) {
    super([], options);
    this.held = held;
  }

  override get size(): number {
    return this.held.length;
  }

  override slice(start = 0, end = this.held.length, type = ""): Blob {
    return new BytesBlob(this.held.subarray(start, end), { type });
  }
}

class FileReaderSync {
  readAsArrayBuffer({ held }: BytesBlob): ArrayBuffer {
    return held.buffer.slice(held.byteOffset, held.byteOffset + held.byteLength);
  }
}

/**
 * Signs one file in a process of its own: what the builder does to the globals and to memory ends with it.
 */
async function signFile(order: SigningOrder): Promise<void> {
  Object.assign(globalThis, { FileReaderSync });
  const wasm = createRequire(import.meta.url).resolve("@contentauth/c2pa-wasm/c2pa.wasm");
  initSync({ module: await readFile(wasm) });
  const { definition, intent, ingredient } = order.manifest;
  const sign = coseSigner(
    await readFile(order.certificatePath, "utf8"),
    await readFile(order.keyPath, "utf8"),
  );
  const builder = WasmBuilder.fromJson(JSON.stringify(definition));
  builder.setIntent(intent);
  if (ingredient) builder.addIngredient(JSON.stringify(ingredient));
  const signed = await builder.sign(
    {
      sign: async (claim) => sign(claim) as Uint8Array<ArrayBuffer>,
      reserveSize: reservedBytes,
      alg: "es256",
    },
    [],
    order.mimeType,
    new BytesBlob(new Uint8Array(await readFile(order.path)), { type: order.mimeType }),
  );
  await writeFile(order.signedPath, signed);
}

await signFile(JSON.parse(await text(process.stdin)) as SigningOrder);
