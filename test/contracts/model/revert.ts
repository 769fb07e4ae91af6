/** A call that the protocol refuses, with the error it names. */
export class Revert extends Error {
  readonly reason: string;
  readonly args: readonly unknown[];

  constructor(reason: string, args: readonly unknown[]) {
    super(reason);
    this.reason = reason;
    this.args = args;
  }
}

export function refuse(reason: string, ...args: unknown[]): never {
  throw new Revert(reason, args);
}
