import { ponder } from "ponder:registry";
import { service } from "ponder:schema";
import { chainText } from "./chain-text.ts";

ponder.on("ServiceRegistry:ServiceRegistered", async ({ event, context }) => {
  const { id, registrant, service: registered, modelCid } = event.args;
  await context.db.insert(service).values({
    id,
    registrant,
    ...registered,
    modelCid: chainText(modelCid),
    registeredAt: event.block.timestamp,
  });
});
