import { test } from "node:test";
import { assertSameAsChain } from "./support/compare.ts";
import { findPostgres, startPostgres } from "./support/postgres.ts";
import { parties } from "./support/scenes.ts";
import { Stage } from "./support/stage.ts";

const programs = findPostgres();

// Where no PostgreSQL is installed there is nothing to run against.
if (programs)
  test("the index is kept in PostgreSQL just as well", async () => {
    await using postgres = await startPostgres(programs);
    await using stage = await Stage.open();
    await stage.play.becomeOperator();
    await stage.play.mint();
    await stage.startIndexer({ databaseUrl: postgres.url });
    await stage.play.post();
    await stage.indexed();
    await assertSameAsChain(stage.play, parties);
  });
