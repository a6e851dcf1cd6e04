// What a post does with scripts: contents that follow the reader, code that can be copied.
import { expect, open, test } from '../fixtures/test.ts';
import { fences, withContents, withNamedCode } from '../fixtures/demo.ts';
import { ORIGIN } from '../settings.ts';

test('the contents mark the section that is read', async ({ page }) => {
  await open(page, `/posts/${withContents().slug}`, true);
  const contents = page.getByRole('navigation', { name: 'Contents' });
  const links = await contents.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(links.length).toBeGreaterThanOrEqual(3);
  for (const link of links.slice(0, 3)) {
    await page.locator(`[id="${decodeURIComponent(link.slice(1))}"]`).evaluate((heading) => {
      heading.scrollIntoView({ block: 'start', behavior: 'instant' });
    });
    const current = contents.locator('[aria-current]');
    await expect(current).toHaveCount(1);
    await expect(current).toHaveAttribute('href', link);
  }
});

test('the contents mark the section at which a page was opened', async ({ page }) => {
  const address = `/posts/${withContents().slug}`;
  await open(page, address, true);
  const links = page.getByRole('navigation', { name: 'Contents' }).getByRole('link');
  const link = await links.nth(1).getAttribute('href');
  await page.goto('about:blank');
  await open(page, `${address}${link}`, true);
  const current = page.getByRole('navigation', { name: 'Contents' }).locator('[aria-current]');
  await expect(current).toHaveCount(1);
  await expect(current).toHaveAttribute('href', link ?? 'none');
});

test('copy takes the code, all of it and nothing else', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: ORIGIN });
  const post = withNamedCode();
  const fence = fences(post).find((one) => one.file !== '');
  await open(page, `/posts/${post.slug}`, true);
  const figure = page.locator('main figure').filter({ has: page.locator('pre'), hasText: fence?.file ?? '' }).first();
  await figure.scrollIntoViewIfNeeded();
  await figure.getByRole('button', { name: /copy/i }).click();
  await expect(figure.getByRole('button', { name: /copied/i })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trimEnd()).toBe((fence?.code ?? '').trimEnd());
});

test('copy works after a navigation within the page, too', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: ORIGIN });
  const post = withNamedCode();
  await open(page, '/posts', true);
  const link = page.locator(`main a[href="/posts/${post.slug}"]`).first();
  test.skip((await link.count()) === 0, 'the post is not on the first page');
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(post.title);
  const figure = page.locator('main figure').filter({ has: page.locator('pre') }).first();
  await figure.getByRole('button', { name: /copy/i }).click();
  await expect(figure.getByRole('button', { name: /copied/i })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trimEnd()).toBe((fences(post)[0]?.code ?? '').trimEnd());
});
