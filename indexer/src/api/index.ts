import { db } from "ponder:api";
import schema from "ponder:schema";
import { Hono } from "hono";
import { client, graphql } from "ponder";
import { explore } from "./explore.ts";
import { generated } from "./generated.ts";
import { market } from "./market.ts";
import { shares } from "./shares.ts";
import { networkTotals } from "./totals.ts";

const api = new Hono();
api.use("/sql/*", client({ db, schema }));
api.use("/graphql", graphql({ db, schema }));
api.route("/explore", explore);
api.route("/generated", generated);
api.route("/market", market);
api.route("/shares", shares);
api.get("/totals", async (context) => context.json(await networkTotals()));

export default api;
