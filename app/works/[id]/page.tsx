import { readEnv } from "@graphiti/protocol/env.ts";
import { generateLink, largestAlike } from "@graphiti/protocol/generate-link.ts";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { PageProblem } from "../../_components/page-problem.tsx";
import { PageTitle } from "../../_components/page-title.tsx";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import { sharedAs, siteName } from "../../_components/shared-as.ts";
import { TransactionTable } from "../../_components/transaction-table.tsx";
import { getToken } from "../../_data/tokens.ts";
import type { ServiceView, TokenView } from "../../_data/views.ts";
import { getWorkTrade, type WorkTrade } from "../../_data/work-trade.ts";
import { attempt } from "../../_server/attempt.ts";
import { credentialKind } from "../../_server/credentials/sign-copy.ts";
import { hidingOf } from "../../_server/curation/hidden-works.ts";
import { gallerySettings } from "../../_server/settings.ts";
import { inputOf, workRecord } from "../../_server/work-record.ts";
import type { GallerySettings } from "../../_wallet/settings.ts";
import { generatedOf, isGenerating } from "../../generate/generated-of.ts";
import { MarketPanel } from "../../market/market-panel.tsx";
import { SalesHistory } from "../../market/sales-history.tsx";
import { CompareSlider } from "./compare-slider.tsx";
import { DownloadChoice } from "./download-choice.tsx";
import { HiddenNotice } from "./hidden-notice.tsx";
import { Receipt } from "./receipt.tsx";
import { ReportForm } from "./report-form.tsx";
import type { Subject } from "./verify/check-tile.ts";
import { VerifyPanel } from "./verify/verify-panel.tsx";
import { WallText } from "./wall-text.tsx";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ problem?: string | string[] }>;
};

/** Shown where the index tells nothing: the chain says what is good in any case. */
const unknownTrade: WorkTrade = { offerMakers: [], bids: [], sales: [] };

const load = cache(async (id: string) => {
  const token = await getToken(id);
  if (!token) return undefined;
  const hiding = await hidingOf(id);
  const [record, input, settings, trade] = await Promise.all([
    hiding ? undefined : workRecord(token),
    hiding ? undefined : inputOf(token.job),
    gallerySettings(),
    attempt(() => getWorkTrade(id)),
  ]);
  return { token, hiding, record, input, settings, trade: trade.value ?? unknownTrade };
});

const nameOf = ({ title, artist }: { title: string; artist: string }) =>
  artist ? `${title}, ${artist}` : title;

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { id } = await params;
  const { value } = await attempt(() => load(id));
  const record = value?.record;
  if (!record) return { ...sharedAs(`Work ${id}`), ...(value?.hiding && { robots: { index: false } }) };
  const title = nameOf(record);
  const description =
    record.description.slice(0, 200) ||
    `${isGenerating(value.token.job) ? "Generated" : "Made larger"} with Graphiti. Every pixel can be checked.`;
  const { cid, width, height } = record.image;
  const shown = Math.min(1280, width);
  const image = {
    url: `/media/${cid}/1280`,
    width: shown,
    height: Math.round((shown * height) / width),
    alt: record.altText || record.title,
  };
  return {
    description,
    openGraph: { title, description, type: "article", siteName, images: [image] },
    twitter: { card: "summary_large_image", title, description, images: [image] },
  };
}

/** What the visitor's browser needs to check a tile by itself. */
function subjectOf({ tokenId, job }: TokenView, service: ServiceView, settings: GallerySettings): Subject {
  const { rpcUrl, addresses, gatewayUrl } = settings;
  const { width, height, hasAlpha, work } = job;
  return {
    tokenId,
    service,
    picture: { width, height, hasAlpha },
    params: work.params,
    settings: { rpcUrl, addresses, gatewayUrl },
  };
}

export default async function WorkPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { problem: problemCode } = await searchParams;
  const { value, problem } = await attempt(() => load(id));
  if (problem)
    return (
      <div className="page py-24">
        <PageTitle>{`Work ${id}`}</PageTitle>
        <PageProblem problem={problem} />
      </div>
    );
  if (!value) notFound();
  const { token, hiding, record, input, settings, trade } = value;
  const generated = generatedOf(token.job);
  const title = record?.title ?? `Work ${token.tokenId}`;
  return (
    <article data-testid="work">
      <PageTitle>{record ? nameOf(record) : title}</PageTitle>
      {hiding && <HiddenNotice ground={hiding.ground} />}
      {record && (
        <CompareSlider
          after={record.image}
          before={input}
          isGenerated={isGenerating(token.job)}
          alt={record.altText || title}
          gatewayUrl={settings.gatewayUrl}
        />
      )}
      {!record && !hiding && (
        <div className="page py-16">
          <ProblemPanel
            problem={{
              code: "STORE_UNREACHABLE",
              message: "The files of this work cannot be fetched at this moment.",
              nextStep: "Try again in a minute. What the chain knows about it is shown below.",
              docs: "/docs/errors#store_unreachable",
            }}
          >
            <Link className="button" href={`/works/${token.tokenId}`} prefetch={false}>
              Try again
            </Link>
          </ProblemPanel>
        </div>
      )}
      <div className="page grid gap-x-20 gap-y-16 pt-12 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:grid-rows-[auto_1fr]">
        <div>
          <WallText token={token} record={record} title={title}>
            <section aria-label="Buying and selling" className="mt-8 max-w-[30rem]">
              <MarketPanel tokenId={token.tokenId} indexedOwner={token.owner} trade={trade} />
            </section>
            {record && (
              <DownloadChoice
                tokenId={token.tokenId}
                picture={{ ...record.image, hasAlpha: token.job.hasAlpha }}
                credentials={credentialKind(readEnv())}
                problemCode={typeof problemCode === "string" ? problemCode : undefined}
              />
            )}
            {generated && (
              <p className="mt-4 text-sm">
                <Link
                  href={generateLink(largestAlike(generated))}
                  className="link text-soft"
                  data-testid="render-larger"
                >
                  Render it larger, or vary it
                </Link>
              </p>
            )}
          </WallText>
          {record && token.job.service && (
            <VerifyPanel subject={subjectOf(token, token.job.service, settings)} picture={record.image} />
          )}
        </div>
        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <Receipt token={token} record={record} settings={settings} />
        </div>
        <div>
          <SalesHistory sales={trade.sales} explorerUrl={settings.explorerUrl} />
          <section aria-labelledby="transactions" className="mt-14">
            <h2 id="transactions" className="subtitle mb-4">
              Transactions
            </h2>
            <TransactionTable transactions={token.job.transactions} explorerUrl={settings.explorerUrl} />
            <p className="mt-5 text-sm">
              <Link className="link text-soft" href={`/jobs/${token.tokenId}`}>
                How the job went
              </Link>
            </p>
          </section>
          {!hiding && <ReportForm tokenId={token.tokenId} />}
        </div>
      </div>
    </article>
  );
}
