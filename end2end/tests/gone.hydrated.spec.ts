// What readers saw and its owner threw away.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { expect, open, test } from '../fixtures/test.ts';
import { join } from '../fixtures/staff.ts';

const text = (page: Page) => page.getByLabel('Text, in Markdown');

test('a post that was thrown away is gone, its page helps on, and it comes back', async ({ page, browser, messages }) => {
  test.slow();
  messages.allow(/status of 410/);
  await join(page, 'Gwen Gone', 'editor');
  const title = `Soon gone ${Date.now()}`;
  await page.getByRole('button', { name: 'New post' }).click();
  await expect(text(page)).toBeVisible();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await text(page).fill('For a while.');
  await expect(page.locator('.editor-status > [role="status"]').first()).toHaveText('Saved', { timeout: 15_000 });
  await page.getByText('About this post').click();
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toContainText('Published');
  const path = `/posts/${title.toLowerCase().replaceAll(' ', '-')}`;
  expect((await page.request.get(path)).status()).toBe(200);

  await page.goto('/admin/posts');
  await page.getByRole('button', { name: `Throw away ${title}`, exact: true }).click();
  await expect(page.getByText(`“${title}” is in the trash.`)).toBeVisible();

  for (const javaScriptEnabled of [true, false]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ javaScriptEnabled, colorScheme, viewport: { width: 390, height: 800 } });
      const reader = await context.newPage();
      const response = await reader.goto(path);
      expect(response?.status()).toBe(410);
      await expect(reader.getByRole('heading', { level: 1 })).toHaveText('This has been taken down');
      if (javaScriptEnabled) expect(await violations(reader)).toEqual([]);
      await reader.getByRole('searchbox', { name: 'Search posts' }).fill('queue');
      await reader.getByRole('button', { name: 'Search' }).click();
      await expect(reader).toHaveURL(/\/search\?q=queue$/);
      await context.close();
    }
  }

  // A link within the app leads to the same page, and from there back to where it was followed.
  const context = await browser.newContext({ javaScriptEnabled: true });
  const reader = await context.newPage();
  await open(reader, '/', true);
  await reader.getByRole('main').evaluate((main, href) => {
    main.insertAdjacentHTML('beforeend', `<a href="${href}">Gone now</a>`);
  }, path);
  await reader.getByRole('link', { name: 'Gone now' }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('This has been taken down');
  await expect(reader).toHaveURL(new RegExp(`${path}$`));
  await reader.goBack();
  await expect(reader).toHaveURL(/\/$/);
  await expect(reader.getByRole('heading', { level: 1 })).not.toHaveText('This has been taken down');
  await context.close();

  // The words go at once, the post comes back when the server has said so.
  const back = page.waitForResponse('**/api/desk/take-back');
  await page.getByRole('button', { name: 'Undo' }).click();
  await back;
  await expect(page.getByText(`“${title}” is in the trash.`)).toHaveCount(0);
  expect((await page.request.get(path)).status()).toBe(200);
});
