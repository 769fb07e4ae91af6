import type { Journal } from "../../../node-worker/journal/journal.ts";
import type { Signed, Slot, SlotRows } from "../../../node-worker/journal/slot-rows.ts";
import type { Variant } from "./payments.ts";

/** The real rows, with some methods replaced. */
function replaced(
  journal: Journal,
  methods: (real: SlotRows) => Partial<SlotRows>,
): Pick<Journal, "slots" | "atomically"> {
  const fakes = methods(journal.slots) as Record<PropertyKey, unknown>;
  const slots = new Proxy(journal.slots, {
    get(target, name) {
      const value = fakes[name] ?? Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { slots, atomically: (work) => work() };
}

/** Known to be unsafe: a transaction reaches the disk only when it was mined. */
export const journalsAfterBroadcast: Variant = {
  journal: (journal) =>
    replaced(journal, (real) => {
      const slots = new Map<number, Slot>();
      const versions = new Map<number, Signed[]>();
      return {
        open(nonce, purpose, call) {
          slots.set(nonce, { nonce, purpose, call, state: "pending" });
        },
        sign(nonce, signed) {
          versions.set(nonce, [signed, ...(versions.get(nonce) ?? [])]);
        },
        get: (nonce) => slots.get(nonce) ?? real.get(nonce),
        versions: (nonce) => versions.get(nonce) ?? real.versions(nonce),
        settle(nonce, mined) {
          const slot = slots.get(nonce);
          if (slot) real.open(nonce, slot.purpose, slot.call);
          for (const signed of versions.get(nonce) ?? []) real.sign(nonce, signed);
          slots.delete(nonce);
          real.settle(nonce, mined);
        },
      };
    }),
};

/** Known to be unsafe: what a former life signed is forgotten instead of being sent again. */
export const signsAfresh: Variant = {
  journal: (journal) => {
    for (const { nonce } of journal.slots.pending()) journal.slots.giveUp(nonce);
    return journal;
  },
};

/** Known to be unsafe: nonces are not counted, the RPC is asked each time. */
export const asksTheChainForNonces: Variant = {
  journal: (journal) => replaced(journal, () => ({ nextNonce: () => undefined })),
};
