// What changed in a post since it was published, as its readers see it.
import { violations } from '../fixtures/axe.ts';
import { begin, saved, text, title } from '../fixtures/editor.ts';
import { join } from '../fixtures/staff.ts';
import { expect, hydrated, test } from '../fixtures/test.ts';

test('readers see what changed, with the author’s note, and nothing that was never published', async ({ page, browser }) => {
  await join(page, 'Ada Changes', 'author');
  const address = await begin(page);
  const stamp = Date.now();
  const lines = Array.from({ length: 20 }, (_, line) => `Line ${line} of the text.`).join('\n\n');
  await title(page).fill(`Told ${stamp}`);
  await text(page).fill(`The cache keeps most.\n\n${lines}`);
  await page.getByText('About this post').click();
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await page.getByRole('checkbox', { name: /Show readers what changed/ }).check();
  await saved(page);
  await page.getByRole('button', { name: 'Publish …' }).click();
  const note = page.getByLabel('What changed? (readers see this)');
  await expect(note).toBeHidden();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  const post = `/posts/told-${stamp}`;
  await page.goto(post);
  await expect(page.getByRole('link', { name: 'History' })).toHaveCount(0);

  await page.goto(address);
  await text(page).fill(`The cache holds most.\n\n${lines}`);
  await saved(page);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await note.fill('It <i>holds</i>, and does not keep.');
  await page.getByRole('button', { name: 'Publish the changes now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  // What follows is nobody's business.
  await text(page).fill(`The cache hides most.\n\n${lines}`);
  await saved(page);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await expect(note).toHaveValue('');
  await page.getByRole('button', { name: 'Not now' }).click();

  await page.goto(post);
  await hydrated(page);
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page).toHaveURL(new RegExp(`${post}/changes$`));
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(`${post}/changes`);
  for (const seen of [page, reader]) {
    await expect(seen.getByRole('heading', { level: 1 })).toHaveText(`Told ${stamp}`);
    const releases = seen.locator('.release');
    await expect(releases).toHaveCount(2);
    await expect(releases.first()).toContainText('It <i>holds</i>, and does not keep.');
    await expect(releases.first().locator('del')).toContainText('keeps');
    await expect(releases.first().locator('ins')).toContainText('holds');
    await expect(releases.first().getByText(/lines that are the same/)).toBeVisible();
    await expect(releases.last()).toContainText('the first text');
    await expect(seen.getByText('hides')).toHaveCount(0);
  }
  expect(await violations(page)).toEqual([]);
  // Narrow pages do not scroll sideways.
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await reader.getByRole('link', { name: 'Back to the post' }).click();
  await expect(reader.locator('.prose')).toContainText('The cache holds most.');
  await plain.close();
});
