import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorDocs } from "@graphiti/protocol/errors.ts";
import type { Metadata } from "next";
import { MarkdownText } from "../../_components/markdown-text.tsx";

export const metadata: Metadata = { title: "Error messages" };

export default async function ErrorDocsPage() {
  const text = await readFile(join(/* turbopackIgnore: true */ process.cwd(), errorDocs), "utf8");
  return (
    <div className="page max-w-4xl pt-8 sm:pt-14">
      <MarkdownText text={text} />
    </div>
  );
}
