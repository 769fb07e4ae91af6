/**
 * One value for the whole server process. Next bundles routes and pages apart from each other, so a
 * plain module variable would exist once per bundle.
 */
export function processMemory<Value>(name: string, make: () => Value): Value {
  const memory = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`graphiti.gallery.${name}`);
  memory[key] ??= make();
  return memory[key] as Value;
}
