import assert from "node:assert/strict";
import { test } from "node:test";
import { POST } from "../../app/api/offers/route.ts";
import { firstChoice } from "../../app/create/choice.ts";
import { parseDraft } from "../../app/create/draft.ts";

const cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

async function ask(body: string, headers: Record<string, string> = {}) {
  const answer = await POST(new Request("http://gallery/api/offers", { method: "POST", body, headers }));
  return [answer.status, (await answer.json()).code];
}

test("what is no question for an offer is refused with a code, before anything is fetched", async () => {
  assert.deepEqual(await ask("{"), [400, "BAD_INPUT"]);
  assert.deepEqual(await ask("{}"), [400, "BAD_INPUT"]);
  assert.deepEqual(await ask(JSON.stringify({ inputCid: cid, service: 2 })), [400, "BAD_INPUT"]);
  assert.deepEqual(await ask(JSON.stringify({ inputCid: cid, service: "a", price: 1 })), [400, "BAD_INPUT"]);
  assert.deepEqual(await ask(" ".repeat(70_000)), [400, "BAD_INPUT"]);
  assert.deepEqual(await ask(JSON.stringify({ inputCid: "../../etc", service: "faithful-x2" })), [
    400,
    "CID_INVALID",
  ]);
  assert.deepEqual(await ask("{}", { origin: "http://elsewhere" }), [403, "ORIGIN_REFUSED"]);
});

test("a draft keeps its choice, and one from before there was a choice gets the first", () => {
  const kept = parseDraft(JSON.stringify({ choice: { family: "anime", print: { dpi: "150" } } }));
  assert.deepEqual(kept.choice, {
    ...firstChoice,
    family: "anime",
    print: { ...firstChoice.print, dpi: "150" },
  });
  assert.deepEqual(parseDraft('{"fileName":"old.png"}').choice, firstChoice);
});
