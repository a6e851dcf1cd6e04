// Views are counted by a reader's page and by nothing else.
import { expect, open, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';

// What a reader's browser says of itself; the headless one says that nobody reads.
test.use({
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
});

/** Milliseconds after which a page has come to rest where its address leads. */
const RESTED = 1_300;

test('a post that is read counts once, is shown on its page and on its card, and sorts first', async ({ page }) => {
  const post = listed.at(-2);
  const counted = page.waitForResponse('**/api/views/record');
  await open(page, `/posts/${post?.slug}`, true);
  const shown = page.locator('main [data-volatile]').first();
  await expect(shown).toBeHidden();
  await page.waitForTimeout(RESTED);
  await page.mouse.wheel(0, 20_000);
  expect((await counted).status()).toBe(200);

  // The browser kept the page, with the number as it was; two minutes later the number is asked for.
  await page.clock.setFixedTime(Date.now() + 120_000);
  await page.reload();
  await expect(shown).toHaveText('1 view');
  const again = page.waitForResponse('**/api/views/record');
  await page.waitForTimeout(RESTED);
  await page.mouse.wheel(0, 20_000);
  expect((await again).status()).toBe(200);
  await page.reload();
  await expect(shown).toHaveText('1 view');

  await open(page, '/posts?sort=read', true);
  // The other tests of this file may have read a post each as well, so it is one of the first three.
  const cards = page.getByRole('main').getByRole('article');
  const card = cards.filter({ has: page.getByRole('link', { name: post?.title, exact: true }) });
  await expect(card.locator('[data-volatile]')).toHaveText('1 view');
  const titles = await cards.getByRole('heading').allTextContents();
  expect(titles.map((title) => title.trim()).indexOf(post?.title ?? '')).toBeLessThan(3);
});

test('a page that was only opened counts nothing before five seconds', async ({ page }) => {
  const calls: number[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/views/record')) calls.push(Date.now());
  });
  const opened = Date.now();
  await open(page, `/posts/${listed.at(-3)?.slug}`, true);
  await page.waitForTimeout(3500);
  expect(calls).toEqual([]);
  await expect.poll(() => calls.length, { timeout: 8000 }).toBe(1);
  expect(calls[0] ?? 0).toBeGreaterThan(opened + 4500);
  await page.waitForTimeout(1500);
  expect(calls.length).toBe(1);
});

test('a page that was opened further down counts no sooner, one that is read on does', async ({ page }) => {
  const calls: number[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/views/record')) calls.push(Date.now());
  });
  const slug = listed.at(-4)?.slug;
  await open(page, `/posts/${slug}`, true);
  const last = await page.locator('main [data-prose] :is(h2, h3)[id]').last().getAttribute('id');
  await page.goto('/tags');
  await open(page, `/posts/${slug}#${last}`, true);
  expect(await page.evaluate(() => scrollY / (document.documentElement.scrollHeight - innerHeight))).toBeGreaterThan(0.3);
  // As a browser does once pictures and letters are there.
  await page.evaluate(() => scrollBy(0, 1));
  await page.waitForTimeout(RESTED);
  expect(calls).toEqual([]);
  await open(page, `/posts/${listed.at(-5)?.slug}`, true);
  await page.waitForTimeout(RESTED);
  const opened = Date.now();
  await page.mouse.wheel(0, 20_000);
  await expect.poll(() => calls.length).toBe(1);
  expect((calls[0] ?? Infinity) - opened).toBeLessThan(2_500);
});
