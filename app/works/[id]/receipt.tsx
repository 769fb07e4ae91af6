import { rawCid } from "@graphiti/protocol/cid.ts";
import type { ReactNode } from "react";
import { AddressText } from "../../_components/chain-links.tsx";
import { ContentLink } from "../../_components/content-link.tsx";
import { formatDuration } from "../../_components/format-duration.ts";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import { serviceTitle } from "../../_components/service-title.ts";
import type { TokenView } from "../../_data/views.ts";
import type { WorkRecord } from "../../_server/work-record.ts";
import type { GallerySettings } from "../../_wallet/settings.ts";
import { generatedOf } from "../../generate/generated-of.ts";
import { ParamsText } from "../../generate/params-text.tsx";
import { ReceiptLots } from "./receipt-lots.tsx";

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-1 border-line border-t py-3 sm:grid-cols-[10rem_1fr]">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

const Digest = ({ value }: { value: string }) => (
  <span className="break-all font-mono text-[0.8125rem] text-soft leading-5">{value}</span>
);

type Props = { token: TokenView; record?: WorkRecord; settings: GallerySettings };

/** What the token proves, line by line. */
export function Receipt({ token, record, settings }: Props) {
  const { job } = token;
  const generated = generatedOf(job);
  const { gatewayUrl, explorerUrl } = settings;
  // The lot that made the file: the only one, or the one that joined the others.
  const last = job.lots.at(-1);
  const sum = (amounts: (string | undefined)[]) =>
    amounts.reduce((total, amount) => total + BigInt(amount ?? 0), 0n);
  const spent = sum(job.lots.map(({ priceWei }) => priceWei));
  const back = sum(job.lots.map(({ artistRefundWei }) => artistRefundWei));
  return (
    <section aria-labelledby="receipt" data-testid="receipt" className="text-sm leading-6">
      <h2 id="receipt" className="subtitle mb-2">
        Receipt
      </h2>
      <p className="mb-6 max-w-[60ch] text-soft">
        Everything needed to recompute this work: the same input through the same model gives this output
        root, on any machine.
      </p>
      <dl className="border-line border-b">
        <Row name="Input">
          {generated && (
            <span className="mb-1 block">
              <ParamsText picture={generated} />
            </span>
          )}
          {record ? (
            <ContentLink cid={job.inputCid} gatewayUrl={gatewayUrl} />
          ) : (
            <Digest value={job.inputDigest} />
          )}
          <span className="ml-3 whitespace-nowrap text-faint tabular-nums">
            {generated ? "32 bytes of parameters" : `${job.width} × ${job.height}`}
            {job.hasAlpha ? ", with transparency" : ""}
          </span>
        </Row>
        <Row name="Service">
          {serviceTitle(job.serviceName)}
          <span className="ml-3 font-mono text-[0.8125rem] text-faint">{job.serviceName}</span>
          <span className="ml-3 whitespace-nowrap text-faint">
            {job.tiles} {job.tiles === 1 ? "tile" : "tiles"}
            {job.lots.length > 1 && ` in ${job.lots.length - 1} lots`}
          </span>
        </Row>
        {job.service && (
          <Row name="Model">
            <Digest value={job.service.modelDigest} />
          </Row>
        )}
        {record && (
          <Row name="Result">
            <ContentLink cid={record.image.cid} gatewayUrl={gatewayUrl} />
            <span className="ml-3 whitespace-nowrap text-faint tabular-nums">
              {record.image.width} × {record.image.height}
            </span>
          </Row>
        )}
        {last?.outputRoot && (
          <Row name="Output root">
            <Digest value={last.outputRoot} />
          </Row>
        )}
        <Row name="Metadata">
          <ContentLink cid={rawCid(token.metadataDigest)} gatewayUrl={gatewayUrl} />
        </Row>
        <Row name="Art card">
          <ContentLink cid={job.cardCid} gatewayUrl={gatewayUrl} />
        </Row>
        <Row name="Price">
          {formatEth(spent)}
          {back > 0n && <span className="ml-3 text-faint">{formatEth(back)} went back to the artist</span>}
        </Row>
        <Row name="Posted">
          <LocalTime seconds={job.postedAt} /> by{" "}
          <AddressText address={job.artist} explorerUrl={explorerUrl} />
        </Row>
        <Row name="Minted">
          <LocalTime seconds={token.mintedAt} />
          <span className="ml-3 text-faint">after {formatDuration(token.mintedAt - job.postedAt)}</span>
        </Row>
        <Row name="Owner">
          <AddressText address={token.owner} explorerUrl={explorerUrl} />
        </Row>
        <Row name="Royalty">{job.royaltyBps === 0 ? "None" : `${job.royaltyBps / 100} %`}</Row>
        {job.operatorShareBps > 0 && (
          <Row name="Operators' share">{`${job.operatorShareBps / 100} % of each sale here`}</Row>
        )}
      </dl>
      <ReceiptLots job={job} explorerUrl={explorerUrl} />
    </section>
  );
}
