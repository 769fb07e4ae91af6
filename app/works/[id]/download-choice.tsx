import { errorCodes } from "@graphiti/protocol/error-codes.ts";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import type { CredentialKind } from "../../_server/credentials/sign-copy.ts";
import { type Format, formats, refusalOf } from "../../_server/delivery/formats.ts";

type Props = {
  tokenId: string;
  picture: { width: number; height: number; hasAlpha: boolean };
  credentials: CredentialKind;
  /** Why the last download was refused. */
  problemCode?: string | undefined;
};

function FormatRow({ format, picture }: { format: Format; picture: Props["picture"] }) {
  const { name, says } = formats[format];
  const refusal = refusalOf(format, picture);
  const flattened = format === "jpeg" && picture.hasAlpha ? "; transparency becomes white" : "";
  return (
    <label className="relative flex cursor-pointer items-baseline gap-4 border-line border-t py-3 pr-3 pl-4 text-soft hover:text-ink has-checked:text-ink has-disabled:cursor-not-allowed has-disabled:text-faint has-focus-visible:outline-2 has-focus-visible:outline-brass">
      <input
        type="radio"
        name="format"
        value={format}
        defaultChecked={format === "png"}
        disabled={refusal !== undefined}
        className="peer absolute inset-0 cursor-[inherit] appearance-none outline-none"
      />
      <span
        aria-hidden="true"
        className="-left-px absolute inset-y-0 w-0.5 bg-transparent peer-checked:bg-brass"
      />
      <span className="w-12 shrink-0 font-medium">{name}</span>
      <span className="min-w-0 text-[0.8125rem]">{refusal ?? `${says}${flattened}`}</span>
    </label>
  );
}

/** What a work can be taken home as. A plain form: it needs no script. */
export function DownloadChoice({ tokenId, picture, credentials, problemCode }: Props) {
  const { width, height } = picture;
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
      <fieldset className="border-line border-b">
        <legend className="mb-2 flex w-full items-baseline justify-between gap-4">
          <span className="font-medium text-ink">Download</span>
          <span className="text-faint text-xs tabular-nums">
            {width} × {height} pixels, sRGB
          </span>
        </legend>
        {(Object.keys(formats) as Format[]).map((format) => (
          <FormatRow key={format} format={format} picture={picture} />
        ))}
      </fieldset>
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
