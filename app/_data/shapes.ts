import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";

/** What the index answers with, piece by piece. Its BigInt is a string of digits, its nothing is null. */
export const hex = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/)
  .transform((text) => text as Hex);
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text): Address => getAddress(text));
export const digits = z.string().regex(/^\d{1,78}$/);
/** Seconds, pixels and the like, which fit a number. */
export const whole = digits.transform(Number);
/** A field that is left out of a view where the index has null. */
export const optional = <Shape extends z.ZodType>(shape: Shape) =>
  shape.nullish().transform((value) => value ?? undefined);
export const listOf = <Shape extends z.ZodType>(item: Shape) =>
  z.object({ items: z.array(item) }).transform((page) => page.items as z.output<Shape>[]);

/** An address as the index stores it. */
export const stored = (account: string): string => account.toLowerCase();
