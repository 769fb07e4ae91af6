/** Every write since the last mark: how to take it back, and where it went. */
export class Journal {
  private undo: (() => void)[] = [];
  private written = new Map<string, Touch>();

  note(table: Table<unknown>, key: string, undo: () => void): void {
    this.undo.push(undo);
    this.written.set(`${table.name} ${key}`, { table, key });
  }

  /** Forgets the writes and says where they went. */
  keep(): Touch[] {
    const touches = [...this.written.values()];
    this.undo = [];
    this.written = new Map();
    return touches;
  }

  takeBack(): void {
    for (const step of this.undo.reverse()) step();
    this.keep();
  }
}

export type Touch = { table: Table<unknown>; key: string };

type Key = string | number | bigint;

/** A mapping as the chain has it: each key holds something, at first `empty`. Values are never changed in place. */
export class Table<V> {
  readonly name: string;
  private readonly journal: Journal;
  private readonly empty: V;
  private readonly rows = new Map<string, V>();

  constructor(name: string, journal: Journal, empty: V) {
    this.name = name;
    this.journal = journal;
    this.empty = empty;
  }

  get(key: Key): V {
    return this.rows.get(String(key)) ?? this.empty;
  }

  set(key: Key, value: V): void {
    const row = String(key);
    const before = this.rows.get(row);
    this.journal.note(this as Table<unknown>, row, () => {
      if (before === undefined) this.rows.delete(row);
      else this.rows.set(row, before);
    });
    this.rows.set(row, value);
  }

  keys(): string[] {
    return [...this.rows.keys()];
  }

  values(): V[] {
    return [...this.rows.values()];
  }
}
