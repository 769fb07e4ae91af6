import Link from "next/link";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { GenerateForm } from "./generate-form.tsx";

export default function GeneratePage() {
  return (
    <div className="page">
      <PageTitle>Generate</PageTitle>
      <PageHeading title="Grow a picture from a seed">
        <p>
          What you see is rendered in your browser, by the arithmetic that the nodes use: the work will have
          the very same pixels. Have a picture already?{" "}
          <Link href="/create" className="link">
            Make it larger
          </Link>
          .
        </p>
        <noscript>
          <p className="mt-4 text-ink">
            This page needs JavaScript to render the picture and to reach your wallet. From a shell,{" "}
            <code>npm run request -- --service dream --seed 7</code> does the same.
          </p>
        </noscript>
      </PageHeading>
      <GenerateForm />
    </div>
  );
}
