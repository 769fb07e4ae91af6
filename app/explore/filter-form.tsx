import Link from "next/link";
import { formatEther } from "viem";
import { serviceTitle } from "../_components/service-title.ts";
import type { Filters } from "./filters.ts";

const sales = [
  ["", "All works"],
  ["any", "For sale"],
  ["price", "At a price"],
  ["auction", "By auction"],
] as const;

const orders = [
  ["newest", "Newest first"],
  ["oldest", "Oldest first"],
  ["cheapest", "Lowest price first"],
  ["dearest", "Highest price first"],
  ["ending", "Ending soonest first"],
] as const;

const sizes = [
  ["", "Any size"],
  ["2048", "2048 px and more"],
  ["4096", "4096 px and more"],
  ["8192", "8192 px and more"],
] as const;

type ChoiceProps = {
  label: string;
  name: string;
  value: string;
  choices: readonly (readonly [string, string])[];
};

function Choice({ label, name, value, choices }: ChoiceProps) {
  return (
    <label className="grid gap-1.5 text-sm">
      <span>{label}</span>
      <select name={name} defaultValue={value} className="field">
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Price({ label, name, wei }: { label: string; name: string; wei: bigint | null }) {
  return (
    <label className="grid gap-1.5 text-sm">
      <span>{label}</span>
      <input
        name={name}
        inputMode="decimal"
        autoComplete="off"
        pattern="\d{1,9}(\.\d{1,18})?"
        title="An amount of ETH, as 0.25"
        defaultValue={wei === null ? "" : formatEther(wei)}
        className="field tabular-nums"
      />
    </label>
  );
}

/** A form of the browser's own: it works without scripts, and what it asks for is the page's address. */
export function FilterForm({ filters, families }: { filters: Filters; families: string[] }) {
  const services = [
    ["", "Every service"],
    ...families.map((name) => [name, serviceTitle(name)] as const),
  ] as const;
  return (
    <form
      action="/explore"
      aria-label="What to show"
      className="grid grid-cols-2 gap-4 border-line border-y py-6 sm:grid-cols-3 lg:grid-cols-6"
      data-testid="filters"
      // A page that is come to by a link shows what the link asks for.
      key={JSON.stringify(filters, (_, value) => (typeof value === "bigint" ? String(value) : value))}
    >
      <label className="col-span-full grid gap-1.5 text-sm">
        <span>Words</span>
        <input
          type="search"
          name="q"
          maxLength={80}
          autoComplete="off"
          placeholder="Title, artist, number"
          defaultValue={filters.q ?? ""}
          aria-keyshortcuts="/"
          className="field"
          data-testid="search"
        />
      </label>
      <Choice label="Show" name="sale" value={filters.sale ?? ""} choices={sales} />
      <Choice label="Made with" name="service" value={filters.service ?? ""} choices={services} />
      <Choice label="Longer side" name="longest" value={String(filters.longest ?? "")} choices={sizes} />
      <Price label="From, ETH" name="least" wei={filters.least} />
      <Price label="Up to, ETH" name="most" wei={filters.most} />
      <Choice label="Order" name="sort" value={filters.sort} choices={orders} />
      {filters.artist && <input type="hidden" name="artist" value={filters.artist} />}
      <p className="col-span-full flex flex-wrap gap-3">
        <button type="submit" className="button button-primary">
          Show these
        </button>
        <Link href="/explore" className="button">
          Everything
        </Link>
      </p>
    </form>
  );
}
