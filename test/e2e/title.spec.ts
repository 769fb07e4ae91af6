import { globSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { openTrader } from "./trading-wallets.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

const nobody = `0x${"11".repeat(20)}`;

/** Each page by the folder that it lies in: an address to look at it, and what it is called. */
const pages: Record<string, { at: string; title: unknown }> = {
  "": { at: "/", title: "Graphiti" },
  "artists/[address]": { at: `/artists/${nobody}`, title: "Artist 0x1111…1111 · Graphiti" },
  batch: { at: "/batch", title: "Batch · Graphiti" },
  "batch/[jobs]": { at: "/batch/1-1", title: "Batch · Graphiti" },
  create: { at: "/create", title: "Create · Graphiti" },
  credits: { at: "/credits", title: "Credit · Graphiti" },
  curate: { at: "/curate", title: "Curate · Graphiti" },
  "docs/errors": { at: "/docs/errors", title: "Error messages · Graphiti" },
  drops: { at: "/drops", title: "Drops · Graphiti" },
  "drops/[address]": { at: `/drops/${nobody}`, title: "Drop 0x1111…1111 · Graphiti" },
  "drops/new": { at: "/drops/new", title: "Open a drop · Graphiti" },
  explore: { at: "/explore", title: "Explore · Graphiti" },
  generate: { at: "/generate", title: "Generate · Graphiti" },
  jobs: { at: "/jobs", title: "My jobs · Graphiti" },
  "jobs/[id]": { at: "/jobs/1", title: expect.stringMatching(/^\S.*, job 1 · Graphiti$/) },
  operate: { at: "/operate", title: "Operate · Graphiti" },
  portfolio: { at: "/portfolio", title: "Portfolio · Graphiti" },
  "works/[id]": { at: "/works/1", title: expect.stringMatching(/^\S.* · Graphiti$/) },
};

/** What a page was called from its first title on, each name once; nothing is a name too. */
async function followTitles(page: Page): Promise<Set<string>> {
  const titles = new Set<string>();
  await page.exposeFunction("called", (title: string) => titles.add(title));
  await page.addInitScript(() => {
    let isNamed = false;
    new MutationObserver(() => {
      isNamed ||= document.title !== "";
      if (isNamed) (window as unknown as { called: (title: string) => void }).called(document.title);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return titles;
}

test("every page has one title, in its head", async ({ page }) => {
  const folders = globSync("app/**/page.tsx").map((file) => file.split("/").slice(1, -1).join("/"));
  expect(folders.sort()).toEqual(Object.keys(pages).sort());
  const all = { ...pages, nothing: { at: "/nothing", title: "Nothing here · Graphiti" } };
  for (const { at, title } of Object.values(all)) {
    const html = await (await page.request.get(at)).text();
    const found = [...html.slice(0, html.indexOf("</head>")).matchAll(/<title[^>]*>([^<]*)<\/title>/g)];
    expect(found, at).toHaveLength(1);
    expect(found[0]?.[1], at).toEqual(title);
  }
});

test("a page keeps its title while it is read again", async ({ page }) => {
  const titles = await followTitles(page);
  const { at, title } = pages["drops/[address]"] as (typeof pages)[string];
  await page.goto(at);
  // One reading begins when the one before it has ended.
  for (let readings = 0; readings < 4; readings++)
    await page.waitForRequest((asked) => new URL(asked.url()).pathname === at);
  expect(titles).toEqual(new Set([title]));
});

test("a page keeps its title when its query changes, until the next has its own", async ({ browser }) => {
  const { page } = await openTrader(browser, "/");
  const titles = await followTitles(page);
  await page.goto("/jobs");
  await expect(page).toHaveURL(/artist=/);
  await expect(page.getByTestId("no-jobs")).toBeVisible();
  expect(titles).toEqual(new Set(["My jobs · Graphiti"]));

  await page.getByRole("link", { name: "Create", exact: true }).click();
  await expect(page).toHaveTitle("Create · Graphiti");
  expect(titles).toEqual(new Set(["My jobs · Graphiti", "Create · Graphiti"]));
  await page.context().close();
});

test("who shares a page's address shows its name, and of a work its picture", async ({ page }) => {
  /** What a chat asks with, and what it finds in the head. */
  const card = async (at: string) => {
    const answer = await page.request.get(at, { headers: { "user-agent": "Twitterbot/1.0" } });
    const html = await answer.text();
    const found = html
      .slice(0, html.indexOf("</head>"))
      .matchAll(/<meta property="og:(\w+)" content="([^"]*)"/g);
    return Object.fromEntries([...found].map(([, name = "", content]) => [name, content]));
  };
  expect(await card("/")).toMatchObject({ title: "Graphiti", description: expect.stringContaining("pixel") });
  expect(await card("/explore")).toMatchObject({ title: "Explore", site_name: "Graphiti" });
  expect(await card(`/artists/${nobody}`)).toMatchObject({ title: "Artist 0x1111…1111" });
  const work = await card("/works/1");
  expect(work).toMatchObject({ type: "article", title: expect.stringMatching(/\S/) });
  const picture = await page.request.get(work.image ?? "");
  expect(picture.headers()["content-type"]).toMatch(/^image\//);
});
