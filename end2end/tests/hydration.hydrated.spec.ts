// The client takes over what the server sent without changing or moving it.
import { expect, hold, hydrated, NOT_FOUND_LINE, test } from '../fixtures/test.ts';
import { ORIGIN } from '../settings.ts';
import type { Page } from '@playwright/test';

/** The words of the page; numbers the client refreshes and what only exists with scripts are left out. */
const words = (page: Page) =>
  page.evaluate(() => {
    const body = document.body.cloneNode(true) as HTMLElement;
    body.querySelectorAll('script, style, template, noscript, button, [data-volatile]').forEach((element) => element.remove());
    return (body.textContent ?? '').replace(/\s+/g, ' ').trim();
  });

test('hydration changes no text', async ({ page, browser, kinds, messages }) => {
  messages.allow(NOT_FOUND_LINE);
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: ORIGIN });
  const before = await plain.newPage();
  for (const [kind, path] of Object.entries(kinds)) {
    await before.goto(path);
    await page.goto(path);
    await hydrated(page);
    expect(await words(page), kind).toBe(await words(before));
  }
  await plain.close();
});

test('hydration moves nothing', async ({ page, kinds, messages }) => {
  test.slow();
  messages.allow(NOT_FOUND_LINE);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const [kind, path] of Object.entries(kinds)) {
      await page.goto(path);
      await hydrated(page);
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve(sum), 300);
          }),
      );
      expect(shift, `${kind} at ${width} px`).toBeLessThan(0.01);
    }
  }
});

test('a slow processor makes no difference', async ({ page, kinds }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  for (const path of [kinds.home, kinds.post]) {
    await page.goto(path);
    await hydrated(page);
  }
});

test('the document keeps its title while the page wakes', async ({ page, kinds }) => {
  await page.addInitScript(() => {
    const titles: string[] = [];
    const look = () => {
      if (document.title !== (titles.at(-1) ?? '')) titles.push(document.title);
    };
    new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { titles });
  });
  for (const path of [kinds.home, kinds.post, kinds.contact]) {
    await page.goto(path);
    await hydrated(page);
    const titles = await page.evaluate(() => (window as unknown as { titles: string[] }).titles);
    expect(titles, path).toEqual([await page.title()]);
  }
});

test('who goes back before the page is alive sees the page that they went to', async ({ page }) => {
  await page.goto('/posts');
  await hydrated(page);
  await page.locator('main h2 a').first().click();
  await expect(page).toHaveURL(/\/posts\/./);
  const release = await hold(page);
  await page.reload();
  await page.evaluate(() => history.back());
  await expect(page.getByRole('heading', { level: 1, name: 'All posts' })).toBeVisible();
  release();
  await hydrated(page);
  await expect(page).toHaveURL('/posts');
  await expect(page.getByRole('heading', { level: 1, name: 'All posts' })).toBeVisible();
});

/** The page wakes in pieces; this leaves it before one of them. */
async function halfAwake(page: Page, piece: number) {
  await page.addInitScript((piece) => {
    const later = window.setTimeout;
    let pieces = 0;
    const held = (run: () => void, delay?: number) => {
      if (delay === 0) pieces += 1;
      if (delay !== 0 || pieces !== piece) return later(run, delay);
      document.documentElement.dataset.halfAwake = '';
      return 0;
    };
    window.setTimeout = held as typeof window.setTimeout;
  }, piece);
  await page.goto('/posts');
  await page.locator('html[data-half-awake]').waitFor({ state: 'attached' });
  await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
}

test('a link that is followed while the page wakes leads where it says', async ({ page }) => {
  // The router listens, and nothing on the page does.
  await halfAwake(page, 2);
  const link = page.locator('main h2 a').first();
  const title = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});

test('what is searched for while the page wakes is found', async ({ page }) => {
  // The box listens, and the page that it stands on does not.
  await halfAwake(page, 4);
  await page.getByRole('combobox', { name: 'Search posts' }).fill('shedding');
  await page.getByRole('combobox', { name: 'Search posts' }).press('Enter');
  await expect(page).toHaveURL(/\/search\?q=shedding$/);
  await expect(page.getByRole('main').locator('mark').first()).toBeVisible();
});
