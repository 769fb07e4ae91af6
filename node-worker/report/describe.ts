import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { BaseError } from "viem";

/**
 * One line about an error that may be logged: never a stack, never viem's long message, which quotes the RPC's URL
 * and with it an API key.
 */
export function describe(error: unknown): string {
  if (error instanceof GraphitiError) return error.message;
  if (error instanceof BaseError) return `${error.shortMessage.split("\n")[0]}`;
  if (error instanceof Error) return `${error.name}: ${error.message.split("\n")[0]}`;
  return "something that is not an error was thrown";
}
