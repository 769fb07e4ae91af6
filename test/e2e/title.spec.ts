import { expect, test } from "@playwright/test";

test.use({ baseURL: "http://127.0.0.1:4300" });

/** No drop is here: the page looks for it again and again, and takes its title from the index each time. */
const path = `/drops/0x${"11".repeat(20)}`;

test("a page's title is in its head, and stays while the page is read again", async ({ page }) => {
  const titles: string[] = [];
  await page.exposeFunction("hasTitle", (title: string) => titles.push(title));
  await page.goto(path);
  await page.evaluate(() => {
    const tell = () => (window as unknown as { hasTitle: (title: string) => void }).hasTitle(document.title);
    tell();
    new MutationObserver(tell).observe(document.head, { childList: true });
  });
  // One reading begins when the one before it has ended.
  for (let readings = 0; readings < 4; readings++)
    await page.waitForRequest((asked) => new URL(asked.url()).pathname === path);
  expect(new Set(titles)).toEqual(new Set(["Drop 0x1111…1111 · Graphiti"]));

  const html = await (await page.request.get(path)).text();
  expect(html.slice(0, html.indexOf("</head>"))).toContain("<title>Drop 0x1111…1111 · Graphiti</title>");
});
