import type { Hex } from "viem";
import type { OfferView, PostedInput } from "../../create/offer-view.ts";

/** What `/api/generate-offers` answers: the parameters as they are stored, and what a job about them would be and cost. */
export type GenerateOfferView = { params: Hex; picture: PostedInput; offer: OfferView };
