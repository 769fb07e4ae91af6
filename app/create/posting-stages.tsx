import type { PostingStage } from "./posting-stage.ts";

const stages: { stage: PostingStage; name: string }[] = [
  { stage: "card", name: "Storing the card" },
  { stage: "wallet", name: "Confirm in your wallet" },
  { stage: "chain", name: "Waiting for the chain" },
  { stage: "posted", name: "Opening your job" },
];

/** Where a post is on its way, step by step. */
export function PostingStages({ stage }: { stage: PostingStage }) {
  const at = stages.findIndex((each) => each.stage === stage);
  return (
    <ol className="grid gap-2 text-sm leading-6" data-testid="posting-stages" data-stage={stage}>
      {stages.map(({ stage: each, name }, index) => (
        <li
          key={each}
          aria-current={index === at ? "step" : undefined}
          className={`flex items-center gap-3 ${index < at ? "text-ink" : index === at ? "text-brass" : "text-faint"}`}
        >
          <span
            aria-hidden="true"
            className={`size-2 rounded-full border ${index < at ? "border-ink bg-ink" : index === at ? "breathing border-brass bg-brass" : "border-edge"}`}
          />
          {name}
          {index < at && <span className="sr-only">, done</span>}
        </li>
      ))}
      <li role="status" className="sr-only">
        {stages[at]?.name}
      </li>
    </ol>
  );
}
