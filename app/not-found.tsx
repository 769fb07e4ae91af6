import Link from "next/link";
import { PageTitle } from "./_components/page-title.tsx";

export default function NotFound() {
  return (
    <div className="page flex min-h-[60vh] flex-col items-start justify-center gap-5" data-testid="not-found">
      <PageTitle>Nothing here</PageTitle>
      <p className="eyebrow">404</p>
      <h1 className="title">Nothing hangs here.</h1>
      <p className="max-w-prose text-soft leading-7">
        There is no page, job or work at this address on this chain. A job that was posted seconds ago shows
        up once the chain has it.
      </p>
      <div className="flex flex-wrap gap-3">
        <Link className="button" href="/">
          To the gallery
        </Link>
        <Link className="button" href="/jobs">
          My jobs
        </Link>
      </div>
    </div>
  );
}
