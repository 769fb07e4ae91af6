import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeading } from "../../_components/page-heading.tsx";
import { PageProblem } from "../../_components/page-problem.tsx";
import { PageTitle } from "../../_components/page-title.tsx";
import { getJob } from "../../_data/jobs.ts";
import { attempt } from "../../_server/attempt.ts";
import { chainKnowsJob, escrowRules } from "../../_server/chain-facts.ts";
import { cardOf, inputOf } from "../../_server/work-record.ts";
import { AwaitIndex } from "./await-index.tsx";
import { JobLive } from "./job-live.tsx";

export const metadata: Metadata = { robots: { index: false } };

type Props = { params: Promise<{ id: string }> };

async function load(id: string) {
  const job = await getJob(id);
  if (!job) return undefined;
  const [card, input, rules] = await Promise.all([
    cardOf(job),
    inputOf(job),
    escrowRules().catch(() => undefined),
  ]);
  return { job, card, input, rules };
}

export default async function JobPage({ params }: Props) {
  const { id } = await params;
  if (!/^\d{1,73}$/.test(id)) notFound();
  const { value, problem } = await attempt(
    async () => (await load(id)) ?? { isKnown: await chainKnowsJob(id) },
  );
  if (problem)
    return (
      <div className="page py-24">
        <PageTitle>{`Job ${id}`}</PageTitle>
        <PageProblem problem={problem} />
      </div>
    );
  if ("isKnown" in value) {
    if (!value.isKnown) notFound();
    return (
      <div className="page">
        <PageTitle>{`Job ${id}`}</PageTitle>
        <PageHeading eyebrow={`Job ${id}`} title="Just posted">
          <AwaitIndex />
        </PageHeading>
      </div>
    );
  }
  const { job, card, input, rules } = value;
  return (
    <div className="page">
      <PageTitle>{`${card.title}, job ${id}`}</PageTitle>
      <PageHeading eyebrow={`Job ${id}`} title={card.title} />
      <JobLive
        job={job}
        title={card.title}
        altText={card.altText}
        input={input}
        rules={rules && { classes: rules.classes }}
      />
    </div>
  );
}
