import type { Metadata } from "next";
import { PageHeading } from "../_components/page-heading.tsx";
import { CreateForm } from "./create-form.tsx";

export const metadata: Metadata = { title: "Create" };

export default function CreatePage() {
  return (
    <div className="page">
      <PageHeading title="Bring a picture">
        <p>It comes back at twice its size, minted, with a receipt that anybody can check.</p>
        <noscript>
          <p className="mt-4 text-ink">
            This page needs JavaScript to reach your wallet. From a shell, <code>npm run request</code> does
            the same.
          </p>
        </noscript>
      </PageHeading>
      <CreateForm />
    </div>
  );
}
