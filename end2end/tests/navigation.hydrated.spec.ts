// Moving between pages without loading them anew.
import { expect, hydrated, open, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';
import type { Page } from '@playwright/test';

// A mark that a full page load would wipe off.
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { sameDocument: true }));
const marked = (page: Page) => page.evaluate(() => 'sameDocument' in window);
const scrolled = (page: Page) => page.evaluate(() => Math.round(window.scrollY));

test('a link from the list loads no document, changes the title and starts at the top', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await open(page, '/', true);
  await mark(page);
  const home = await page.title();
  const last = page.getByRole('main').getByRole('article').last().locator('h2 a, h3 a').first();
  const title = (await last.innerText()).trim();
  await last.scrollIntoViewIfNeeded();
  await last.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  expect(await marked(page)).toBe(true);
  await expect(page).not.toHaveTitle(home);
  await expect(page).toHaveTitle(new RegExp(title.replace(/\W/g, '.')));
  await expect.poll(() => scrolled(page)).toBeLessThan(5);
});

test('back and forward restore the page and where it was scrolled to', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await open(page, '/', true);
  await mark(page);
  const home = await page.title();
  const last = page.getByRole('main').getByRole('article').last().locator('h2 a, h3 a').first();
  await last.scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollBy(0, 30));
  await page.waitForTimeout(300);
  const at = await scrolled(page);
  expect(at).toBeGreaterThan(100);
  await last.click();
  await expect(page).not.toHaveTitle(home);
  const post = await page.title();

  await page.goBack();
  await expect(page).toHaveTitle(home);
  await expect.poll(async () => Math.abs((await scrolled(page)) - at)).toBeLessThan(60);
  await page.goForward();
  await expect(page).toHaveTitle(post);
  expect(await marked(page)).toBe(true);

  await page.reload();
  await hydrated(page);
  await expect(page).toHaveTitle(post);
});

test('a page reached by a link is the page the server sends', async ({ page }) => {
  const post = listed[0];
  await open(page, '/', true);
  await page.getByRole('link', { name: post?.title ?? '', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(post?.title ?? '');
  const parts = () =>
    page.evaluate(() => {
      const main = document.querySelector('main')?.cloneNode(true) as HTMLElement;
      for (const volatile of main.querySelectorAll('[data-volatile]')) volatile.remove();
      return {
        title: document.title,
        canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href,
        description: document.querySelector<HTMLMetaElement>('meta[name="description"]')?.content,
        text: (main.textContent ?? '').replace(/\s+/g, ' ').trim(),
      };
    });
  const reached = await parts();
  expect(reached.text).toContain(post?.title ?? '');
  await page.reload();
  await hydrated(page);
  expect(reached).toEqual(await parts());
});

test('of several quick clicks the last one wins', async ({ page }) => {
  await open(page, '/', true);
  const wanted = listed.slice(0, 4);
  await page.evaluate(async (paths) => {
    for (const path of paths) {
      const link = document.createElement('a');
      link.href = path;
      document.body.append(link);
      link.click();
      link.remove();
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }, wanted.map((post) => `/posts/${post.slug}`));
  const last = wanted.at(-1);
  await expect(page).toHaveURL(new RegExp(`/posts/${last?.slug}$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(last?.title ?? '');
});

for (const path of ['/there-is-no-such-page', '/posts/no-such-post', '/tags/no-such-tag', '/posts/a/b', '/authors/nobody?page=2']) {
  test(`what is not there says so after a click, too: ${path}`, async ({ page, messages }) => {
    // It could be there: the server is asked, first for the page and then for whatever else may be at the address.
    messages.allow(/HTTP 404|status of 404/);
    await open(page, '/', true);
    await mark(page);
    await page.evaluate((path) => {
      const link = document.createElement('a');
      link.href = path;
      document.querySelector('main')?.append(link);
      link.click();
    }, path);
    await expect(page).toHaveURL(new RegExp(`${path.replace(/[?./]/g, '\\$&')}$`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page here');
    await expect(page.getByRole('heading', { name: 'Newest posts' })).toBeVisible();
    await expect(page.getByRole('main').locator('a[href="/"], a[href="/posts"]').first()).toBeVisible();
    expect(await marked(page)).toBe(false);
  });
}

test('the navigation marks where the reader is after a move within the page', async ({ page }) => {
  await open(page, '/', true);
  await mark(page);
  const current = page.locator('.site-nav [aria-current]');
  await expect(current).toHaveText(['Home']);
  await expect(current).toHaveAttribute('aria-current', 'page');
  await page.locator('.site-nav').getByRole('link', { name: 'Posts' }).click();
  await expect(current).toHaveText(['Posts']);
  await expect(current).toHaveAttribute('aria-current', 'page');
  await page.getByRole('main').getByRole('article').first().locator('h2 a, h3 a').first().click();
  await expect(page).toHaveURL(/\/posts\/./);
  await expect(current).toHaveText(['Posts']);
  await expect(current).toHaveAttribute('aria-current', 'true');
  await page.goBack();
  await expect(current).toHaveAttribute('aria-current', 'page');
  expect(await marked(page)).toBe(true);
});
