// What was read of a series: kept on the device, and shown where the series is.
import { expect, open, test } from '../fixtures/test.ts';

test('a series goes on where the reader was', async ({ page, kinds }) => {
  await open(page, kinds.series, true);
  await expect(page.getByRole('link', { name: /^Start with/ })).toBeVisible();
  const parts = await page.locator('.part').count();
  const first = (await page.locator('.part-title a').first().getAttribute('href')) ?? '';

  await open(page, first, true);
  await page.locator('.post-foot').first().evaluate((foot) => {
    foot.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
  // It has to be in sight for some seconds.
  const key = `series:${kinds.series.slice('/series/'.length)}`;
  const kept = () => page.evaluate((name) => localStorage.getItem(name), key);
  await expect.poll(kept, { timeout: 20_000 }).toBe(first.slice('/posts/'.length));

  await open(page, kinds.series, true);
  await expect(page.getByText(`1 of ${parts} read`)).toBeVisible();
  await expect(page.getByRole('link', { name: /^Go on with/ })).toBeVisible();
  await expect(page.locator('.part').first()).toContainText('(read)');
});
