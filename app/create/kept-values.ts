type Entry = { value: object; listeners: Set<() => void> };

/** What is on the page now, by the slot in local storage that it is kept under. */
const entries = new Map<string, Entry>();

export type Parse<Value extends object> = (text: string | null) => Value;

function entryOf<Value extends object>(slot: string, parse: Parse<Value>): Entry & { value: Value } {
  const known = entries.get(slot);
  if (known) return known as Entry & { value: Value };
  const entry = { value: parse(window.localStorage.getItem(slot)), listeners: new Set<() => void>() };
  entries.set(slot, entry);
  return entry;
}

/** The value of a slot, the same object until it changes. */
export const keptValue = <Value extends object>(slot: string, parse: Parse<Value>): Value =>
  entryOf(slot, parse).value;

/** Changes a part of a slot's value, in local storage and wherever it is shown; also when whoever asks is gone. */
export function changeKept<Value extends object>(
  slot: string,
  parse: Parse<Value>,
  part: Partial<Value>,
): void {
  const entry = entryOf(slot, parse);
  entry.value = { ...entry.value, ...part };
  window.localStorage.setItem(slot, JSON.stringify(entry.value));
  for (const tell of entry.listeners) tell();
  if (entry.listeners.size === 0) entries.delete(slot);
}

/** @returns what ends it; the last one to leave forgets the value, so that the next reads local storage again */
export function watchKept<Value extends object>(
  slot: string,
  parse: Parse<Value>,
  tell: () => void,
): () => void {
  const { listeners } = entryOf(slot, parse);
  listeners.add(tell);
  return () => {
    listeners.delete(tell);
    if (listeners.size === 0) entries.delete(slot);
  };
}
