import type { ChangeEvent } from "react";
import { TextField } from "../../_components/text-field.tsx";
import type { DropDraft, DropErrors } from "./drop-draft.ts";

type Props = { draft: DropDraft; errors: DropErrors; onChange: (part: Partial<DropDraft>) => void };
type TextName = Exclude<keyof DropDraft, "card" | "look" | "finality">;

/** How many works, for how much, when and for whom. */
export function SaleFields({ draft, errors, onChange }: Props) {
  const field = (name: TextName) => ({
    name,
    value: draft[name],
    error: errors[name],
    onChange: (value: string) => onChange({ [name]: value }),
  });
  const number = (name: TextName, suffix?: string) => ({
    ...field(name),
    inputMode: "decimal" as const,
    isRequired: true,
    suffix,
  });
  const loadList = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.currentTarget.files ?? [];
    if (file) onChange({ list: await file.text() });
  };
  return (
    <div className="grid gap-6">
      <div className="grid gap-6 sm:grid-cols-2">
        <TextField label="Works" {...number("supply")} />
        <TextField label="At most, for one wallet" {...number("walletCap")} />
        <TextField label="First price" {...number("startPrice", "ETH")} />
        <TextField label="Last price" {...number("floorPrice", "ETH")} />
        <TextField label="Starts in" {...number("startHours", "hours")} />
        <TextField label="The price falls for" {...number("fallHours", "hours")} />
        <TextField label="The sale lasts" {...number("saleHours", "hours")} />
        <TextField label="Royalty, to your wallet" {...number("royaltyPercent", "%")} />
      </div>
      <details open={draft.list !== "" || undefined}>
        <summary className="py-1 text-sm text-soft">Let a list of wallets buy first</summary>
        <div className="grid gap-6 pt-4">
          <TextField
            label="List"
            rows={3}
            hint='A JSON array of addresses: ["0x…", "0x…"]. Only its fingerprint goes on the chain: publish the list yourself, for buyers need it.'
            {...field("list")}
          />
          <label className="grid gap-1.5 text-sm">
            Or its file
            <input
              type="file"
              accept="application/json,.json"
              className="w-full text-soft"
              onChange={(event) => void loadList(event)}
            />
          </label>
          <TextField
            label="Only the list may buy for"
            hint="Counted from the start of the sale."
            {...number("listHours", "hours")}
          />
        </div>
      </details>
    </div>
  );
}
