import Link from "next/link";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageProblem } from "../_components/page-problem.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { offeredServices } from "../_data/services.ts";
import { attempt } from "../_server/attempt.ts";
import { CreateForm } from "./create-form.tsx";

export default async function CreatePage() {
  const { value: services, problem } = await attempt(offeredServices);
  return (
    <div className="page">
      <PageTitle>Create</PageTitle>
      <PageHeading title="Bring a picture">
        <p>
          It comes back large enough for a wall, minted, with a receipt that anybody can check. Many at once?{" "}
          <Link href="/batch" className="link">
            Drop a folder
          </Link>
          . None at hand?{" "}
          <Link href="/generate" className="link">
            Grow one from a seed
          </Link>
          .
        </p>
        <noscript>
          <p className="mt-4 text-ink">
            This page needs JavaScript to reach your wallet. From a shell, <code>npm run request</code> does
            the same.
          </p>
        </noscript>
      </PageHeading>
      {problem && <PageProblem problem={problem} />}
      {services && <CreateForm services={services} />}
    </div>
  );
}
