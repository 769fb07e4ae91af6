const place = "pointer-events-none absolute inset-0 hidden place-items-center p-3 text-center text-sm";

/** Says over a canvas of class `peer` that there is nothing to be seen on it yet, or why there will not be. */
export function Rendering() {
  return (
    <>
      <p aria-hidden="true" className={`${place} text-faint peer-data-[state=waiting]:grid`}>
        <span className="motion-safe:animate-pulse">Rendering …</span>
      </p>
      <p className={`${place} bg-raised text-soft peer-data-[state=failed]:grid`}>
        This browser could not render it. Reload the page to try again.
      </p>
    </>
  );
}
