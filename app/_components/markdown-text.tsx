import type { ReactNode } from "react";

/** Splits a line into text, `code`, **strong** and [links](…); everything else stays text. */
function inline(text: string): ReactNode[] {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/);
  return parts.map((part, index) => {
    const key = `${index}-${part}`;
    if (part.startsWith("`"))
      return (
        <code key={key} className="bg-lifted px-1 py-0.5 font-mono text-[0.875em]">
          {part.slice(1, -1)}
        </code>
      );
    if (part.startsWith("**")) return <strong key={key}>{part.slice(2, -2)}</strong>;
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    const [, name, target = ""] = link ?? [];
    if (name && /^(https:\/\/|\/|#)/.test(target))
      return (
        <a key={key} href={target} className="link">
          {name}
        </a>
      );
    return name ?? part;
  });
}

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, "")
    .trim()
    .replaceAll(" ", "-");

function Heading({ level, text }: { level: number; text: string }) {
  const plain = text.replaceAll("`", "");
  const id = anchorOf(plain);
  if (level === 1)
    return (
      <h1 id={id} className="title mb-6">
        {plain}
      </h1>
    );
  const Tag = level === 2 ? "h2" : "h3";
  return (
    <Tag id={id} className="mt-10 mb-2 scroll-mt-8 font-medium text-[0.9375rem] target:text-brass sm:mt-12">
      <a href={`#${id}`} className="hover:underline">
        {inline(text)}
      </a>
    </Tag>
  );
}

function Block({ text }: { text: string }) {
  const heading = /^(#{1,3}) (.+)$/.exec(text);
  if (heading?.[1] && heading[2]) return <Heading level={heading[1].length} text={heading[2]} />;
  const lines = text.split("\n");
  if (lines.every((line) => /^[-*] /.test(line)))
    return (
      <ul className="my-3 list-disc pl-5 text-soft leading-7 marker:text-faint">
        {lines.map((line) => (
          <li key={line}>{inline(line.slice(2))}</li>
        ))}
      </ul>
    );
  return <p className="my-3 text-soft leading-7">{inline(lines.join(" "))}</p>;
}

/** The little Markdown that our own docs use: headings with anchors, paragraphs, flat lists. */
export function MarkdownText({ text }: { text: string }) {
  const blocks = text
    .replace(/<a [^>]*><\/a>\n?/g, "")
    .replace(/^(#{1,3} .+)\n(?!\n)/gm, "$1\n\n")
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "");
  // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes its order
  return blocks.map((block, index) => <Block key={index} text={block} />);
}
