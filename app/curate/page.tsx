import type { Metadata } from "next";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { CuratorDesk } from "./curator-desk.tsx";

export const metadata: Metadata = { robots: { index: false } };

export default function CuratePage() {
  return (
    <div className="page">
      <PageTitle>Curate</PageTitle>
      <PageHeading title="Curate">
        <p>
          What visitors report, and what this gallery does not show. A decision here changes this gallery
          only: the chain stays open.
        </p>
      </PageHeading>
      <CuratorDesk />
    </div>
  );
}
