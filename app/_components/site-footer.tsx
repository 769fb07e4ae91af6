import Link from "next/link";

export function SiteFooter({ chainName, escrow }: { chainName: string; escrow?: string }) {
  return (
    <footer className="mt-auto border-line border-t">
      <div className="page flex flex-wrap justify-between gap-x-10 gap-y-3 py-8 text-faint text-xs leading-5">
        <p>Graphiti. Pictures computed by many machines, checked to the pixel.</p>
        <p className="flex flex-wrap gap-x-6 gap-y-2">
          <span>{chainName}</span>
          {escrow && (
            <span>
              Escrow <span className="font-mono break-all">{escrow}</span>
            </span>
          )}
          <Link href="/docs/errors" className="link">
            Error messages
          </Link>
        </p>
      </div>
    </footer>
  );
}
