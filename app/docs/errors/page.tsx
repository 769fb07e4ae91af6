import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorDocs } from "@graphiti/protocol/errors.ts";
import { MarkdownText } from "../../_components/markdown-text.tsx";
import { PageTitle } from "../../_components/page-title.tsx";

export default async function ErrorDocsPage() {
  const text = await readFile(join(/* turbopackIgnore: true */ process.cwd(), errorDocs), "utf8");
  return (
    <div className="page max-w-4xl pt-8 sm:pt-14">
      <PageTitle>Error messages</PageTitle>
      <MarkdownText text={text} />
    </div>
  );
}
