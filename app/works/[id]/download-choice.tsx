import { errorCodes } from "@graphiti/protocol/error-codes.ts";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import type { CredentialKind } from "../../_server/credentials/sign-copy.ts";
import { FormatRows } from "./format-rows.tsx";

type Props = {
  tokenId: string;
  picture: { width: number; height: number; hasAlpha: boolean };
  credentials: CredentialKind;
  /** Why the last download was refused. */
  problemCode?: string | undefined;
};

/** What a work can be taken home as. A plain form: it needs no script. */
export function DownloadChoice({ tokenId, picture, credentials, problemCode }: Props) {
  const isKnown = problemCode !== undefined && Object.hasOwn(errorCodes, problemCode);
  return (
    <form
      id="download"
      action={`/works/${tokenId}/download`}
      className="mt-8 max-w-[30rem] scroll-mt-24 text-sm leading-6"
      data-testid="download-form"
    >
      {isKnown && (
        <div className="mb-5">
          <ProblemPanel
            problem={{
              code: problemCode as keyof typeof errorCodes,
              message: "This download could not be made.",
              nextStep: errorCodes[problemCode as keyof typeof errorCodes],
              docs: `/docs/errors#${problemCode.toLowerCase()}`,
            }}
          />
        </div>
      )}
      <FormatRows picture={picture} />
      {credentials !== "none" && (
        <label className="flex cursor-pointer items-start gap-3 py-4 text-soft">
          <input type="checkbox" name="credentials" value="1" className="mt-1 size-4 shrink-0 accent-brass" />
          <span className="text-[0.8125rem]">
            With content credentials: a signed note in the file that names the job and its receipt
            {credentials === "development" && (
              <span className="block text-faint" data-testid="development-certificate">
                Signed by a development certificate here, which nobody else trusts.
              </span>
            )}
          </span>
        </label>
      )}
      <button type="submit" className="button button-primary mt-2 w-full sm:w-auto" data-testid="download">
        Download
      </button>
    </form>
  );
}
