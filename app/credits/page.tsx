import type { Metadata } from "next";
import { PageHeading } from "../_components/page-heading.tsx";
import { CreditPanel } from "./credit-panel.tsx";

export const metadata: Metadata = { title: "Credit", robots: { index: false } };

export default function CreditsPage() {
  return (
    <div className="page">
      <PageHeading title="Credit">
        <p>
          The escrow never sends money by itself. What it owes you, from refunds and what jobs did not spend,
          waits here under your address until you take it.
        </p>
      </PageHeading>
      <CreditPanel />
    </div>
  );
}
