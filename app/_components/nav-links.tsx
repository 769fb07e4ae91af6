"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useCredit } from "../_wallet/use-credit.ts";
import { formatEth } from "./format-eth.ts";
import { LinkPending } from "./link-pending.tsx";

const places = [
  { href: "/", name: "Gallery" },
  { href: "/create", name: "Create" },
  { href: "/jobs", name: "My jobs" },
  { href: "/portfolio", name: "Portfolio" },
  { href: "/operate", name: "Operate" },
] as const;

/** Pages that belong to a place without lying under it. */
const also: Record<string, readonly string[]> = {
  "/": ["/works", "/explore", "/artists", "/drops"],
  "/create": ["/generate", "/batch"],
  "/portfolio": ["/credits"],
};

const covers = (href: string, path: string) =>
  [href, ...(also[href] ?? [])].some(
    (place) => path === place || (place !== "/" && path.startsWith(`${place}/`)),
  );

export function NavLinks() {
  const path = usePathname();
  const { creditWei } = useCredit();
  return (
    <nav aria-label="Main" className="-mx-2 flex text-sm">
      {places.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={covers(href, path) ? "page" : undefined}
          className="relative px-2 py-2.5 text-soft transition-colors hover:text-ink aria-[current]:text-ink sm:px-3"
        >
          {name}
          <LinkPending />
          {href === "/portfolio" && creditWei ? (
            <span className="absolute top-1.5 right-0.5 size-1.5 rounded-full bg-brass">
              <span className="sr-only">: {formatEth(creditWei)} to withdraw</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
