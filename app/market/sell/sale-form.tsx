"use client";

import type { Address } from "viem";
import { TextField } from "../../_components/text-field.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import type { ContractCall } from "../../_wallet/use-contract-call.ts";
import { ApproveThen } from "../approve-then.tsx";
import { SaleBreakdown } from "../sale-breakdown.tsx";
import type { WorkOnChain } from "../work-on-chain.ts";
import { endOf, type SaleDraft, type SaleTerms, saleTerms } from "./sale-draft.ts";
import { SignListing } from "./sign-listing.tsx";

const titles = { none: "", list: "List it", sign: "Sign a listing", auction: "Auction it" };

type Props = {
  tokenId: string;
  work: WorkOnChain;
  owner: Address;
  nowSeconds: number;
  draft: SaleDraft;
  onChange: (part: Partial<SaleDraft>) => void;
  onClose: () => void;
};

/** The call that offers a work on the chain, by the way that was chosen. */
function offering(
  { way }: SaleDraft,
  { priceWei, seconds, referrerBps }: SaleTerms,
  { tokenId, art, nowSeconds }: { tokenId: string; art: Address; nowSeconds: number },
): ContractCall {
  const about = { tokenId };
  if (way === "auction")
    return {
      contract: "market",
      functionName: "openAuction",
      args: [BigInt(tokenId), priceWei, seconds],
      about,
    };
  const args = [art, BigInt(tokenId), priceWei, endOf(nowSeconds, seconds), referrerBps];
  return { contract: "market", functionName: "list", args, about };
}

function Fields({ draft, onChange }: Pick<Props, "draft" | "onChange">) {
  const { errors } = saleTerms(draft);
  const field = (name: "price" | "days" | "referrerPercent" | "hours") => ({
    name,
    value: draft[name],
    error: errors[name],
    inputMode: "decimal" as const,
    isRequired: true,
    onChange: (text: string) => onChange({ [name]: text }),
  });
  if (draft.way === "auction")
    return (
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          {...field("price")}
          label="Reserve"
          suffix="ETH"
          hint="The lowest first bid. Until it comes, the work stays with you."
        />
        <TextField
          {...field("hours")}
          label="Runs for"
          suffix="hours"
          hint="From the first bid on. A bid in the last 15 minutes adds 15 more."
        />
      </div>
    );
  return (
    <div className="grid gap-5 sm:grid-cols-3">
      <TextField {...field("price")} label="Price" suffix="ETH" />
      <TextField {...field("days")} label="Good for" suffix="days" />
      <TextField {...field("referrerPercent")} label="For referrers" suffix="%" />
    </div>
  );
}

/** The terms of a sale, where the price will go, and the steps to it. */
export function SaleForm({ tokenId, work, owner, nowSeconds, draft, onChange, onClose }: Props) {
  const { addresses } = useSettings();
  const { terms } = saleTerms(draft);
  const shared = { tokenId, isApproved: work.isApproved };
  return (
    <div className="grid gap-6" data-testid="sale-form">
      <div className="flex items-baseline justify-between gap-6">
        <p className="font-medium">{titles[draft.way]}</p>
        <button type="button" className="link min-h-11 text-faint text-sm" onClick={onClose}>
          Back
        </button>
      </div>
      <Fields draft={draft} onChange={onChange} />
      <SaleBreakdown
        tokenId={tokenId}
        priceWei={terms?.priceWei}
        seller={owner}
        referrerBps={terms?.referrerBps}
        isSeller
      />
      {draft.way === "sign" ? (
        <SignListing
          {...shared}
          terms={terms}
          owner={owner}
          transfers={work.transfers}
          nowSeconds={nowSeconds}
          onDone={onClose}
        />
      ) : (
        <ApproveThen
          {...shared}
          call={terms && offering(draft, terms, { tokenId, art: addresses.art, nowSeconds })}
          testId={draft.way === "auction" ? "open-auction" : "list"}
          deed={draft.way === "auction" ? "Open the auction" : "List it"}
          callsId={draft.callsId}
          onCalls={(callsId) => onChange({ callsId })}
          onDone={onClose}
        />
      )}
    </div>
  );
}
