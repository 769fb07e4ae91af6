import { PageHeading } from "../_components/page-heading.tsx";
import { PageProblem } from "../_components/page-problem.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { offeredServices } from "../_data/services.ts";
import { attempt } from "../_server/attempt.ts";
import { BatchForm } from "./batch-form.tsx";

export default async function BatchPage() {
  const { value: services, problem } = await attempt(offeredServices);
  return (
    <div className="page">
      <PageTitle>Batch</PageTitle>
      <PageHeading title="Bring a folder">
        <p>Many pictures, one card, one transaction. Each becomes a work of its own.</p>
        <noscript>
          <p className="mt-4 text-ink">This page needs JavaScript to reach your wallet.</p>
        </noscript>
      </PageHeading>
      {problem && <PageProblem problem={problem} />}
      {services && <BatchForm services={services} />}
    </div>
  );
}
