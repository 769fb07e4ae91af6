const units = [
  { seconds: 86_400, name: "day" },
  { seconds: 3_600, name: "hour" },
  { seconds: 60, name: "minute" },
  { seconds: 1, name: "second" },
] as const;

/** A span of time in its largest fitting unit, rounded: `40 seconds`, `3 minutes`, `2 hours`. */
export function formatDuration(seconds: number): string {
  const unit = units.find((each) => seconds >= each.seconds * (each.name === "second" ? 0 : 1.5)) ?? units[3];
  const count = Math.max(1, Math.round(seconds / unit.seconds));
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}

/** What is left until a moment, as `4:07` or `1:02:09`; `0:00` once it has passed. */
export function formatCountdown(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
