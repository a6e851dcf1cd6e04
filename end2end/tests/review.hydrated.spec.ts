// Whether a post still holds: what its readers are told, and how its author says that it does.
import { violations } from '../fixtures/axe.ts';
import { begin, saved, text, title } from '../fixtures/editor.ts';
import { join } from '../fixtures/staff.ts';
import { expect, hydrated, test } from '../fixtures/test.ts';

const AGAIN = /^When to look at it again/;

test('a post past its day says so until its author looks at it', async ({ page, browser }) => {
  await join(page, 'Ada Review', 'author');
  await page.getByRole('link', { name: 'To review' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'To review' })).toBeVisible();
  await expect(page.getByText('Nothing is due within 30 days.')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.goto('/admin/posts');
  await begin(page);
  const stamp = Date.now();
  await title(page).fill(`Due ${stamp}`);
  await text(page).fill('It holds.');
  await page.getByText('About this post').click();
  await page.getByLabel('Look at it again after').fill('2024-05-03');
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await saved(page);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');

  // Readers, with the program and without it.
  const post = `/posts/due-${stamp}`;
  await page.goto(post);
  await hydrated(page);
  const note = page.locator('.prose > .review-note');
  await expect(note).toHaveText('This post was due for a review on 3 May 2024. Some of it may be out of date.');
  expect(await violations(page)).toEqual([]);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(post);
  await expect(reader.locator('.review-note')).toContainText('3 May 2024');

  // From the list.
  await page.goto('/admin/review');
  const row = page.getByRole('row', { name: new RegExp(`Due ${stamp}`) });
  await expect(row).toContainText('3 May 2024');
  await expect(row).toContainText('never');
  expect(await violations(page)).toEqual([]);
  await row.getByLabel(AGAIN).selectOption('again in 6 months');
  await row.getByRole('button', { name: /still true/ }).click();
  await expect(page.locator('.desk-said')).toContainText('to be looked at again on');
  await expect(row).toHaveCount(0);
  await reader.reload();
  await expect(reader.locator('.review-note')).toHaveCount(0);
  await expect(reader.locator('.post-head .facts')).toContainText('Last reviewed');
  await expect(reader.locator('.post-head .facts')).not.toContainText('Updated');
  await plain.close();
});

test('an evergreen post is never out of date', async ({ page }) => {
  await join(page, 'Ada Evergreen', 'author');
  await begin(page);
  const stamp = Date.now();
  await title(page).fill(`Evergreen ${stamp}`);
  await text(page).fill('It always holds.');
  await page.getByText('About this post').click();
  await page.getByLabel('Look at it again after').fill('2024-05-03');
  await page.getByRole('checkbox', { name: /Evergreen/ }).check();
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await saved(page);
  await page.reload();
  await page.getByText('About this post').click();
  await expect(page.getByRole('checkbox', { name: /Evergreen/ })).toBeChecked();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await page.goto(`/posts/evergreen-${stamp}`);
  await expect(page.getByText('It always holds.')).toBeVisible();
  await expect(page.locator('.review-note')).toHaveCount(0);
  await page.goto('/admin/review');
  await expect(page.getByText('Nothing is due within 30 days.')).toBeVisible();
});
