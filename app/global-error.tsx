"use client";

/** Stands alone: shown when even the layout failed, so it leans on nothing. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <title>The gallery failed to open · Graphiti</title>
      <body style={{ background: "#0c0c0d", color: "#f3f1ec", fontFamily: "system-ui", padding: "12vh 8vw" }}>
        <h1 style={{ fontWeight: 500 }}>The gallery failed to open.</h1>
        <p>Nothing was charged. Try again in a moment.</p>
        <button type="button" onClick={reset} style={{ padding: "0.75rem 1.25rem", font: "inherit" }}>
          Try again
        </button>
      </body>
    </html>
  );
}
