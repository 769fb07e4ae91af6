import type { GallerySettings } from "../../_wallet/settings.ts";
import { changeKept } from "../../create/kept-values.ts";
import { parseSaleDraft } from "./sale-draft.ts";

/** Where the browser keeps what an owner entered to sell a work. */
export const saleSlot = ({ chainId, addresses }: GallerySettings, tokenId: string): string =>
  `graphiti.sale.${chainId}.${addresses.market.toLowerCase()}.${tokenId}`;

/** Forgets how a work was to be sold: it is on sale. */
export const closeSale = (settings: GallerySettings, tokenId: string): void =>
  changeKept(saleSlot(settings, tokenId), parseSaleDraft, { way: "none", callsId: "" });
