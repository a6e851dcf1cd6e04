// What is not there says so and helps.
import { expect, NOT_FOUND_LINE, test } from '../fixtures/test.ts';

for (const path of ['/there-is-no-such-page', '/posts/there-is-no-such-post', '/authors/nobody', '/series/none', '/posts?page=99999']) {
  test(`${path} answers 404 and leads on`, async ({ page, messages }) => {
    messages.allow(NOT_FOUND_LINE);
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').locator('a[href="/"], a[href="/posts"]').first()).toBeVisible();
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/);
  });
}
