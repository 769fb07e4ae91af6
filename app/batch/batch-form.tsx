"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { formatDuration } from "../_components/format-duration.ts";
import { formatEthRange } from "../_components/format-eth.ts";
import type { OfferedService } from "../_data/services.ts";
import { explainError } from "../_wallet/explain-error.ts";
import { type Choice, isSized, offeredChoice, serviceFor } from "../create/choice.ts";
import { FinalityChoice } from "../create/finality-choice.tsx";
import { PayPanel } from "../create/pay-panel.tsx";
import { FormatChoice } from "../create/service/format-choice.tsx";
import { ServiceChoice } from "../create/service/service-choice.tsx";
import { offerQuery } from "../create/use-offer.ts";
import { usePayAttempt } from "../create/use-pay-attempt.ts";
import { type Batch, checkItem, emptyBatch, tooLarge, totalQuotes } from "./batch.ts";
import { BatchCard } from "./batch-card.tsx";
import { BatchFiles } from "./batch-files.tsx";
import { BatchRow } from "./batch-row.tsx";
import { useBatch } from "./use-batch.ts";
import { type OfferedItem, useBatchPosting } from "./use-batch-posting.ts";

const works = (count: number) => `${count} ${count === 1 ? "work" : "works"}`;

/** The offers for all stored pictures of a batch, each for the service that its choice comes down to. */
function useItemOffers(items: Batch["items"], choice: Choice, services: readonly OfferedService[]) {
  const wanted = useMemo(
    () =>
      items.map((item) => ({
        item,
        service: item.picture && !item.problem ? serviceFor(choice, services, item.picture) : undefined,
      })),
    [items, choice, services],
  );
  const answers = useQueries({
    queries: wanted.map(({ item, service }) => ({
      ...offerQuery(item.picture?.inputCid ?? item.id, service?.name ?? ""),
      enabled: item.picture !== undefined && service !== undefined,
    })),
  });
  return wanted.map(({ item, service }, index) => {
    const answer = answers[index];
    const unfit = item.picture && !service ? tooLarge : undefined;
    const refusal = answer?.error ? explainError(answer.error) : undefined;
    return { item, service, offer: answer?.data, problem: item.problem ?? unfit ?? refusal };
  });
}

/** From a folder to jobs on the chain, in one transaction. */
export function BatchForm({ services }: { services: OfferedService[] }) {
  const { batch, sending, change, changeItem, add, remove, clear, isRestored } = useBatch();
  const { form, wasTried, attempt, forget } = usePayAttempt();
  const choice = useMemo(() => offeredChoice(batch.choice, services), [batch.choice, services]);
  const rows = useItemOffers(batch.items, choice, services);
  const going = rows.filter(({ problem }) => !problem);
  const offered = going.flatMap(({ item, offer }): OfferedItem[] => (offer ? [{ item, offer }] : []));
  const isSettled = offered.length > 0 && offered.length === going.length;
  const total = totalQuotes(offered.map(({ offer }) => offer));
  const quote = total?.[batch.finality];
  const errorsOf = new Map(going.map(({ item }) => [item.id, checkItem(batch, item)]));
  const isComplete =
    isSized(choice) && [...errorsOf.values()].every((errors) => Object.keys(errors).length === 0);
  const {
    title: _,
    altText: __,
    ...shared
  } = checkItem(batch, { id: "", fileName: "", title: "-", altText: "" });
  const { post, stage, kept, problem } = useBatchPosting({
    batch,
    onSent: (postHash) => change({ postHash }),
    onPosted: clear,
  });
  const isLocked = stage !== "idle";

  const pay = () =>
    attempt(isComplete, () => {
      change({ postHash: undefined });
      void post(offered);
    });

  return (
    <div
      className="grid gap-x-16 gap-y-14 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)]"
      ref={form}
      data-testid="batch"
      data-restored={isRestored}
    >
      <div className="grid content-start gap-14">
        <section aria-label="Pictures">
          {rows.length > 0 && (
            <ul className="mb-6 border-line border-b">
              {rows.map(({ item, service, offer, problem: its }) => (
                <BatchRow
                  key={item.id}
                  item={item}
                  sending={sending[item.id]}
                  service={service?.name}
                  quote={offer?.quotes[batch.finality]}
                  problem={its}
                  error={wasTried ? errorsOf.get(item.id)?.title : undefined}
                  isLocked={isLocked}
                  onTitle={(title) => changeItem(item.id, { title })}
                  onRemove={() => remove(item.id)}
                />
              ))}
            </ul>
          )}
          <BatchFiles isEmpty={rows.length === 0} isLocked={isLocked} onAdd={add} />
        </section>
        <section aria-labelledby="service" className="grid gap-8">
          <h2 id="service" className="subtitle">
            The enlargement
          </h2>
          <ServiceChoice
            services={services}
            choice={choice}
            service={serviceFor(choice, services, undefined)}
            isLocked={isLocked}
            onChange={(next) => change({ choice: next })}
          />
          <FormatChoice hasAlpha={going.some(({ item }) => item.picture?.hasAlpha)} isLocked={isLocked} />
        </section>
      </div>
      <div className="grid content-start gap-14">
        <section aria-labelledby="card">
          <h2 id="card" className="subtitle mb-6">
            The card of all
          </h2>
          <BatchCard batch={batch} errors={wasTried ? shared : {}} isLocked={isLocked} onChange={change} />
        </section>
        <section aria-labelledby="offer">
          <h2 id="offer" className="subtitle mb-4">
            The offer
          </h2>
          {total && quote ? (
            <div className="grid gap-8">
              <FinalityChoice
                quotes={total}
                finality={batch.finality}
                isLocked={isLocked}
                onChange={(finality) => change({ finality })}
              />
              <dl className="border-line border-b text-sm leading-6" data-testid="batch-total">
                {[
                  [
                    "Works",
                    isSettled ? works(offered.length) : `${offered.length} of ${going.length} counted`,
                  ],
                  ["Price of all", formatEthRange(quote.minPriceWei, quote.maxPriceWei)],
                  ["Time", `about ${formatDuration(quote.estimateSeconds)} for the slowest, side by side`],
                ].map(([name, value]) => (
                  <div key={name} className="flex justify-between gap-6 border-line border-t py-2.5">
                    <dt className="text-faint">{name}</dt>
                    <dd className="text-right tabular-nums">{value}</dd>
                  </div>
                ))}
              </dl>
              <p className="text-sm text-soft leading-6">
                One transaction, and each work is a job of its own: what is not spent comes back, a node that
                is late pays you, and what nobody takes can be closed and its money withdrawn, work by work.
              </p>
              <PayPanel
                quote={quote}
                isSettled={isSettled}
                what={works(offered.length)}
                stage={stage}
                kept={kept}
                problem={problem}
                hasInvalidFields={wasTried && !isComplete}
                onPay={pay}
              />
            </div>
          ) : (
            <p className="border-line border-t pt-4 text-faint text-sm leading-6">
              The price of all works together is shown here once there are pictures.
            </p>
          )}
          {!isLocked && batch.items.length > 0 && (
            <p className="mt-10">
              <button
                type="button"
                className="link text-faint text-sm"
                onClick={() => {
                  change({ ...emptyBatch, postHash: undefined });
                  forget();
                }}
              >
                Start over
              </button>
              <span className="text-faint text-sm">. This batch is kept in this browser only.</span>
            </p>
          )}
        </section>
      </div>
    </div>
  );
}
