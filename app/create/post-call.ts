import type { Address, Hex } from "viem";
import type { ContractCall } from "../_wallet/use-contract-call.ts";
import type { WorkDraft } from "./draft.ts";
import type { OfferView } from "./offer-view.ts";
import { postingFor } from "./posting.ts";

type Known = {
  draft: WorkDraft;
  offer?: OfferView;
  params?: Hex;
  artist?: Address;
  cardDigest?: Hex;
  nowSeconds?: number;
};

/** The `post` for a complete draft; undefined as long as something is not known. */
export function postCall({ draft, ...known }: Known): ContractCall | undefined {
  const posting = postingFor({ ...draft, ...known });
  if (!posting) return undefined;
  const { order, work, inputCid } = posting;
  return {
    functionName: "post",
    args: [order, work, inputCid],
    value: order.maxPrice,
    about: { title: draft.card.title.slice(0, 60) },
  };
}
