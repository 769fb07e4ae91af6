type Props = {
  percent: number;
  label: string;
  /** What lies on the left, and on the right of the line. */
  sides: readonly [string, string];
  testId: string;
  onChange: (percent: number) => void;
};

/** The line between two pictures of one frame (`.compare`), and the slider that moves it. */
export function CompareRange({ percent, label, sides: [left, right], testId, onChange }: Props) {
  return (
    <>
      <span aria-hidden="true" className="compare-line" />
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        value={percent}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        aria-label={label}
        aria-valuetext={`${percent} % ${left}, ${100 - percent} % ${right}`}
        className="compare-range"
        data-testid={testId}
      />
    </>
  );
}
