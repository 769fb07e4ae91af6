import { PageHeading } from "../../_components/page-heading.tsx";
import { PageTitle } from "../../_components/page-title.tsx";
import { NewDropForm } from "./new-drop-form.tsx";

export default function NewDropPage() {
  return (
    <div className="page">
      <PageTitle>Open a drop</PageTitle>
      <PageHeading title="Open a drop">
        <p>
          A series of generated works with one look, each with a seed of its own that nobody can choose. The
          price falls with time, and in the end everybody pays what the last work cost.
        </p>
        <noscript>
          <p className="mt-4 text-ink">
            This page needs JavaScript to render the look and to reach your wallet. From a script,{" "}
            <code>protocol/drop.ts</code> has what a drop is made from.
          </p>
        </noscript>
      </PageHeading>
      <NewDropForm />
    </div>
  );
}
