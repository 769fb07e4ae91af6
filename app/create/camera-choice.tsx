import type { Draft } from "./draft.ts";
import { cameraTraitsOf } from "./with-camera.ts";

type Props = { draft: Draft; onChange: (part: Pick<Draft, "keepsCamera">) => void; isLocked: boolean };

/** Shows what the file told of the camera, and lets the artist make it public; a place is never among it. */
export function CameraChoice({ draft, onChange, isLocked }: Props) {
  const traits = cameraTraitsOf(draft);
  if (traits.length === 0) return null;
  return (
    <label className="mt-6 flex cursor-pointer items-start gap-3 text-sm text-soft leading-6">
      <input
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-brass"
        checked={draft.keepsCamera === true}
        disabled={isLocked}
        onChange={(event) => onChange({ keepsCamera: event.target.checked })}
        data-testid="keep-camera"
      />
      <span>
        Keep what the camera noted, as traits that everybody can read for good. Never the place.
        <span className="block text-faint">{traits.map(({ value }) => value).join(", ")}</span>
      </span>
    </label>
  );
}
