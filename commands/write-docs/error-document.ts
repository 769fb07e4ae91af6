/** The text of docs/errors.md: one heading, and so one anchor, for each code. */
export function errorDocument(codes: Record<string, string>): string {
  const entries = Object.entries(codes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, meaning]) => `## ${code}\n\n${meaning}\n`);
  return `# Errors\n\nEvery code that Graphiti shows, what it means and what to do.\nGenerated from \`protocol/error-codes.ts\` by \`npm run docs\`.\n\n${entries.join("\n")}`;
}
