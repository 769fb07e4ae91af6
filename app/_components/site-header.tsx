import Link from "next/link";
import { WalletButton } from "../_wallet/wallet-button.tsx";
import { NavLinks } from "./nav-links.tsx";
import { Wordmark } from "./wordmark.tsx";

export function SiteHeader({ isLocal }: { isLocal: boolean }) {
  return (
    <header>
      {isLocal && (
        <p
          data-testid="local-notice"
          className="border-line border-b bg-sunk px-4 py-1.5 text-center text-faint text-xs leading-5"
        >
          Local network. The money here is play money.
        </p>
      )}
      <div className="page flex flex-wrap items-center gap-x-8 py-3 sm:flex-nowrap sm:py-4">
        <Link href="/" className="py-2" aria-label="Graphiti, to the gallery">
          <Wordmark />
        </Link>
        <div className="order-3 w-full sm:order-2 sm:w-auto">
          <NavLinks />
        </div>
        <div className="order-2 ml-auto sm:order-3">
          <WalletButton />
        </div>
      </div>
    </header>
  );
}
