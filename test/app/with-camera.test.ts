import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArtCard } from "@graphiti/protocol/metadata.ts";
import { cameraOfTraits } from "@graphiti/protocol/picture/camera-data.ts";
import { emptyDraft } from "../../app/create/draft.ts";
import { withCamera } from "../../app/create/with-camera.ts";

const camera = { camera: "FUJIFILM X-T5", exposure: "1/250 s" };
const picture = {
  ...{ width: 8, height: 8, hasAlpha: false, bytes: 99, notices: [], inputCid: "bafy", camera },
  inputDigest: "0xab",
} as const;
const draft = {
  ...emptyDraft,
  card: { ...emptyDraft.card, title: "Harbour" },
  picture: { ...picture, notices: [] },
};

test("the camera's notes reach the card only when the artist keeps them, and the card takes them", () => {
  assert.deepEqual(parseArtCard(withCamera(draft).card).attributes, []);
  const kept = parseArtCard(withCamera({ ...draft, keepsCamera: true }).card);
  assert.deepEqual(cameraOfTraits(kept.attributes), camera);
});

test("a picture without such notes leaves the card as it is", () => {
  const bare = { ...draft, keepsCamera: true, picture: { ...draft.picture, camera: {} } };
  assert.deepEqual(withCamera(bare).card, draft.card);
});
