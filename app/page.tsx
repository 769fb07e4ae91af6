import Link from "next/link";
import { EmptyState } from "./_components/empty-state.tsx";
import { PageProblem } from "./_components/page-problem.tsx";
import { PageTitle } from "./_components/page-title.tsx";
import { Wall } from "./_components/wall.tsx";
import { WallKeys } from "./_components/wall-keys.tsx";
import { networkStats } from "./_data/health.ts";
import { listTokens } from "./_data/tokens.ts";
import { attempt } from "./_server/attempt.ts";
import { hiddenIds } from "./_server/curation/hidden-works.ts";
import { wallWorks } from "./_server/wall-works.ts";

const perPage = 24;

const plural = (count: number, one: string) =>
  `${count.toLocaleString("en-GB")} ${one}${count === 1 ? "" : "s"}`;

async function Figures() {
  const { value } = await attempt(networkStats);
  if (!value) return null;
  return (
    <p className="mt-4 text-faint text-sm tabular-nums" data-testid="figures">
      {plural(value.tokens, "work")}, {plural(value.tiles, "tile")}, {plural(value.operators, "operator")}
    </p>
  );
}

function Statement() {
  return (
    <section className="grid gap-x-16 gap-y-6 pt-8 pb-12 sm:pt-16 sm:pb-20 lg:grid-cols-[1fr_minmax(0,26rem)] lg:items-end">
      <h1 className="-ml-[0.04em] max-w-[14ch] font-medium text-[clamp(2.5rem,1.5rem+5vw,5.25rem)] leading-[0.98] tracking-[-0.045em]">
        Every pixel can be checked.
      </h1>
      <div className="max-w-[52ch] text-soft leading-7">
        <p>
          Graphiti makes pictures larger, and grows new ones from seeds, on computers that stand idle. The
          arithmetic is exact, so every machine gets the same bytes, and anybody can recompute what a work
          claims to be.
        </p>
        <Figures />
        <p className="mt-6 flex flex-wrap gap-3">
          <Link href="/create" className="button button-primary">
            Bring a picture
          </Link>
          <Link href="/generate" className="button" data-testid="to-generate">
            Grow one from a seed
          </Link>
          <Link href="/explore" className="button" data-testid="to-explore">
            Explore what is for sale
          </Link>
        </p>
      </div>
    </section>
  );
}

async function wallOf(cursor: string | undefined) {
  const { items, nextCursor } = await listTokens({ cursor, limit: perPage, without: await hiddenIds() });
  return { works: await wallWorks(items), nextCursor };
}

type Props = { searchParams: Promise<{ before?: string | string[] }> };

export default async function GalleryPage({ searchParams }: Props) {
  const { before } = await searchParams;
  const cursor = typeof before === "string" ? before : undefined;
  const { value: wall, problem } = await attempt(() => wallOf(cursor));
  return (
    <div className="page">
      <PageTitle />
      {cursor ? <h1 className="title pt-12 pb-10">Earlier works</h1> : <Statement />}
      {problem && <PageProblem problem={problem} />}
      {wall && wall.works.length > 0 && <Wall works={wall.works} />}
      <WallKeys />
      {wall && wall.works.length === 0 && (
        <EmptyState
          testId="empty-wall"
          title={cursor ? "There is nothing older." : "The wall is empty."}
          action={
            <Link className="button" href={cursor ? "/" : "/create"}>
              {cursor ? "To the newest works" : "Hang the first picture"}
            </Link>
          }
        >
          <p>{cursor ? "You have seen everything." : "No work has been minted on this chain yet."}</p>
        </EmptyState>
      )}
      {wall?.nextCursor && (
        <p className="pt-16 text-center">
          <Link className="button" href={`/?before=${wall.nextCursor}`}>
            Earlier works
          </Link>
        </p>
      )}
    </div>
  );
}
